import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/channels/platform.ts";
import { diagnose } from "../../src/channels/telegram.ts";
import type { TelegramSettings } from "../../src/channels/telegram/settings.ts";
import { text, WEBHOOK } from "../support/telegram/channel.ts";
import { telegramStage } from "../support/telegram/stage.ts";

describe("the check of Telegram's settings", () => {
  const { platform } = telegramStage(1);

  async function check(
    settings: Partial<TelegramSettings> = {},
    now = new Date(),
  ): Promise<readonly Finding[]> {
    const { token, root } = platform();
    const found = await diagnose({ token, apiRoot: root, ...settings }, { now: () => now });
    for (const { key, values } of found) {
      for (const locale of ["zh-Hans", "en"] as const) expect(text(locale, key, values)).not.toContain(token);
    }
    return found;
  }
  const named = (found: readonly Finding[], level: Finding["level"]): string[] =>
    found.filter((one) => one.level === level).map(({ key }) => key.replace("telegram.check.", ""));

  it("finds nothing wrong with good ones, and changes nothing", async () => {
    const found = await check();
    expect(named(found, "good")).toEqual(["bot", "groups", "privacy-on", "polling", "clock"]);
    expect(found).toHaveLength(5);
    expect(
      platform()
        .calls.map(({ method }) => method)
        .filter((method) => /^(?:set|delete|getUpdates)/.test(method)),
    ).toEqual([]);
  });

  it("tells a wrong token from a platform that cannot be reached", async () => {
    expect(named(await check({ token: "7000000001:wrong-token-of-thirty-characters" }), "wrong")).toEqual([
      "token",
    ]);
    expect(named(await check({ apiRoot: "http://127.0.0.1:9" }), "wrong")).toEqual(["unreachable"]);
    platform().weather("getMe", { kind: "error", status: 502 });
    expect(named(await check(), "wrong")).toEqual(["unreachable"]);
  });

  it("finds privacy that is off, a clock that is off, and a webhook in the way", async () => {
    platform().world.readsAll = true;
    platform().world.webhook = { url: "https://old.example/hook" };
    const found = await check({}, new Date(Date.now() + 600_000));
    expect(named(found, "warning")).toEqual(["privacy-off", "webhook-in-the-way", "clock-off"]);
    expect(found.at(-1)?.values?.["seconds"]).toBeGreaterThan(500);
  });

  it("finds a webhook that is not set, brings nothing, or stands on a port that Telegram does not use", async () => {
    expect(named(await check({ webhook: WEBHOOK }), "warning")).toEqual(["webhook-not-set"]);
    platform().world.webhook = {
      url: WEBHOOK.url,
      allowed: ["message"],
      lastError: {
        date: Math.floor(Date.now() / 1_000) - 60,
        message: "Wrong response from the webhook: 502 Bad Gateway",
      },
    };
    const found = await check({ webhook: WEBHOOK });
    expect(named(found, "wrong")).toEqual(["webhook-failed"]);
    expect(named(found, "warning")).toEqual(["webhook-updates"]);
    const odd = await check({ webhook: { ...WEBHOOK, url: "https://bot.example:9443/hook" } });
    expect(named(odd, "wrong")).toContain("webhook-port");
  });
});
