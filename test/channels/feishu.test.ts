// The channel over the real SDK, its real long connection and a stand-in that keeps the platform's limits.
import { afterEach, describe, expect, it } from "vitest";
import { createFeishuChannel } from "../../src/channels/feishu.ts";
import { AppError } from "../../src/domain/errors.ts";
import { channelContract } from "../contracts/channel.ts";
import { createFileShelf } from "../support/file-shelf.ts";
import { startFeishuPlatform } from "../support/feishu-platform.ts";
import {
  chatOf,
  listening,
  person,
  reply,
  run,
  type Running,
  type RunOptions,
  settingsFor,
  text,
} from "../support/feishu/run.ts";

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
async function open(options?: RunOptions): Promise<Running> {
  const running = await run(options);
  opened.push(running.stop);
  return running;
}

const ANN = person(1);
const BO = person(2);

describe("Feishu in private", () => {
  it("hears what is said and answers it", async () => {
    const { platform, got, send } = await open();
    const id = await platform.say(ANN, "怎么申请困难帮扶？");
    expect(got).toEqual([
      {
        address: chatOf(ANN),
        messageId: id,
        sender: ANN,
        content: { kind: "text", text: "怎么申请困难帮扶？" },
        receivedAt: expect.any(String),
      },
    ]);
    const [messages] = await send(
      ANN,
      reply("可以向单位工会提出。", { answer: "a1", suggestions: ["要什么材料？"] }),
    );
    const [shown] = platform.seen(ANN);
    expect(messages).toEqual([shown?.id]);
    expect(shown?.text).toBe("可以向单位工会提出。");
    expect(shown?.buttons.map(({ label }) => label)).toEqual(["要什么材料？", "👍 有用", "👎 没用"]);
    expect(platform.world.violations).toEqual([]);
  });
});

void [
  BO,
  AppError,
  createFeishuChannel,
  channelContract,
  createFileShelf,
  startFeishuPlatform,
  listening,
  settingsFor,
  text,
];
