// The platform waits three seconds for an acknowledgement; whatever hangs here, it hears before then that it got none.
import { describe, expect, it } from "vitest";
import { createIntake } from "../../src/channels/feishu/intake.ts";
import { feishuSettings } from "../../src/channels/feishu/settings.ts";
import type { Incoming } from "../../src/domain/message.ts";
import { chatOf, person } from "../support/feishu/run.ts";

const incoming: Incoming = {
  address: chatOf(person(1)),
  messageId: "om_1",
  sender: person(1),
  content: { kind: "text", text: "疗休养" },
  receivedAt: "2026-01-02T03:04:05.000Z",
};

describe("what comes in from Feishu", () => {
  it("is refused within three seconds where the store hangs, and not before two", async () => {
    const intake = createIntake({ onMessage: () => new Promise(() => {}), wait: async () => {} });
    const begun = performance.now();
    const taken = intake.take(incoming).then(
      () => "taken",
      () => "refused",
    );
    const tooLate = new Promise((done) => setTimeout(() => done("too late"), 3_000).unref());
    expect(await Promise.race([taken, tooLate])).toBe("refused");
    expect(performance.now() - begun).toBeGreaterThan(2_000);
  });
});

describe("the domain of Feishu", () => {
  it("is Feishu's or Lark's by its name, or any that is given", () => {
    const domainOf = (FEISHU_DOMAIN: string): string | undefined =>
      feishuSettings({
        FEISHU_APP_ID: "cli_a1b2c3d4e5f60718",
        FEISHU_APP_SECRET: "s3cr3tS3cr3tS3cr3tS3cr3t",
        FEISHU_DOMAIN,
        FEISHU_MODE: "long",
      }).settings?.domain;
    expect(["feishu", "lark", "https://open.example/"].map(domainOf)).toEqual([
      "https://open.feishu.cn",
      "https://open.larksuite.com",
      "https://open.example",
    ]);
  });
});
