import { afterEach, beforeEach, expect } from "vitest";
import type { Address } from "../../../src/domain/message.ts";
import { type Person, startTelegram, type TelegramPlatform } from "../telegram-platform.ts";
import { type ChannelSetting, gather, openChannel } from "./channel.ts";

/** A stand-in for each test, whose channels are stopped after it and which must have nothing to complain of. */
export function telegramStage(speed: number) {
  let platform: TelegramPlatform | undefined;
  const running: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    platform = await startTelegram({ speed });
  });
  afterEach(async () => {
    platform?.clear();
    for (const one of running.splice(0)) await one.stop();
    const violations = platform?.violations;
    await platform?.stop();
    expect(violations).toEqual([]);
  });

  const here = (): TelegramPlatform => {
    if (platform === undefined) throw new Error("no test is running");
    return platform;
  };
  return {
    platform: here,
    async run(setting: ChannelSetting = {}, inbox = gather()) {
      const { channel, lines } = openChannel(here(), { speed, ...setting });
      running.push(channel);
      await channel.start(inbox.onMessage);
      return { channel, lines, ...inbox };
    },
  };
}

export const addressOf = (person: Person): Address => ({ channel: "telegram", chat: String(person.id) });
