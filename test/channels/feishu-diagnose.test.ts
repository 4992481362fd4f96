import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diagnose } from "../../src/channels/feishu/diagnose.ts";
import { CALLBACKS, EVENTS, NEEDS } from "../../src/channels/feishu/needs.ts";
import type { FeishuSettings } from "../../src/channels/feishu/settings.ts";
import type { Locale } from "../../src/domain/message.ts";
import { type FeishuPlatform, startFeishuPlatform } from "../support/feishu-platform.ts";
import { KEY, settingsFor, text } from "../support/feishu/run.ts";

describe("the check of Feishu's configuration", () => {
  let platform: FeishuPlatform;
  beforeEach(async () => {
    platform = await startFeishuPlatform();
    const { event, callback } = platform.world.subscriptions;
    event.subscribed_events = [...EVENTS];
    callback.subscribed_callbacks = [...CALLBACKS];
  });
  afterEach(async () => {
    expect(platform.world.violations).toEqual([]);
    await platform.stop();
  });
  const check = async (
    intake: FeishuSettings["intake"] = { mode: "long" },
    ahead = 0,
  ): Promise<readonly (readonly [string, string])[]> => {
    const now = (): Date => new Date(Date.now() + ahead);
    const findings = await diagnose(settingsFor(platform, intake), {
      now,
      publicUrl: "https://bot.example",
      timeout: 500,
    });
    for (const { key, values } of findings)
      for (const locale of ["zh-Hans", "zh-Hant", "en"] satisfies Locale[])
        expect(text(locale, key, values)).not.toMatch(/\{|s3cr3t/);
    return findings.map(({ level, key, values }) => [
      level,
      [key.replace("feishu.check.", ""), ...Object.values(values ?? {})].join(" "),
    ]);
  };

  it("finds nothing wrong where nothing is", async () => {
    expect(await check()).toEqual([
      ["good", "app-good 工友"],
      ["good", "scopes-good"],
      ["good", "long-good"],
      ["good", "subscriptions-good"],
      ["good", "clock-good"],
    ]);
  });

  it("says that the app or its secret is wrong, or the platform out of reach", async () => {
    platform.world.app.secret = "another";
    expect(await check()).toEqual([["wrong", "app-refused 10014"]]);
    platform.weather.bring(/.*/, { kind: "drop" }, 10);
    expect(await check()).toEqual([["wrong", `unreachable ${platform.domain}`]]);
    platform.weather.clear();
    platform.weather.bring(/.*/, { kind: "hang" }, 10);
    expect(await check()).toEqual([["wrong", `unreachable ${platform.domain}`]]);
  });

  it("says that the bot is not switched on", async () => {
    platform.world.app.botStatus = 1;
    expect(await check()).toContainEqual(["wrong", "bot-off 1"]);
  });

  it("names each permission that is missing, and the one that can be done without", async () => {
    platform.world.app.scopes = new Set(["application:application:self_manage"]);
    const found = await check();
    for (const { scopes, purpose, optional } of NEEDS)
      expect(found).toContainEqual([
        optional === true ? "warning" : "wrong",
        `missing.${purpose} ${scopes[0]}`,
      ]);
    platform.world.app.scopes = new Set([
      "im:message",
      "im:message.p2p_msg",
      "im:message.group_msg",
      "im:chat",
    ]);
    expect(await check()).toContainEqual(["good", "scopes-good"]);
  });

  it("says that no long connection is let, or that there are fifty already", async () => {
    platform.weather.bring(/endpoint/, { kind: "answer", status: 200, code: 403 });
    expect(await check()).toContainEqual(["wrong", "long-refused 403"]);
    platform.weather.bring(/endpoint/, { kind: "answer", status: 200, code: 1000040350 });
    expect(await check()).toContainEqual(["wrong", "long-full"]);
  });

  it("names the address to set for a webhook, and a mode that is another there", async () => {
    const found = await check({ mode: "webhook", encryptKey: KEY });
    expect(found).toContainEqual(["warning", "webhook https://bot.example/feishu/events"]);
    expect(found).toContainEqual(["wrong", "mode-differs.event websocket webhook"]);
    expect(found).toContainEqual(["wrong", "mode-differs.callback websocket webhook"]);
  });

  it("names events and callbacks that are not subscribed", async () => {
    platform.world.subscriptions.event.subscribed_events = ["im.message.receive_v1"];
    platform.world.subscriptions.callback.subscribed_callbacks = [];
    const found = await check();
    expect(found).toContainEqual(["wrong", "not-subscribed.event im.chat.member.bot.added_v1"]);
    expect(found).toContainEqual(["wrong", "not-subscribed.callback card.action.trigger"]);
    platform.world.app.scopes.delete("application:application:self_manage");
    expect((await check()).some(([, key]) => key.startsWith("not-subscribed"))).toBe(false);
  });

  it("says that the clock is wrong", async () => {
    expect(await check(undefined, 90_000)).toContainEqual([
      "warning",
      expect.stringMatching(/^clock (?:89|90|91)$/),
    ]);
    expect(await check(undefined, -600_000)).toContainEqual([
      "wrong",
      expect.stringMatching(/^clock (?:599|60[01])$/),
    ]);
  });
});
