// Checks a configuration against the platform and says what to change, before a member finds out.
import { z } from "zod";
import type { Finding } from "../platform.ts";
import { failureOf, meaningOf } from "./failures.ts";
import { ask, type PlatformFailure } from "./http.ts";
import { CALLBACKS, EVENTS, NEEDS } from "./needs.ts";
import { createSdk } from "./sdk.ts";
import type { FeishuSettings } from "./settings.ts";
import { WEBHOOK_PATH } from "./webhook.ts";

export interface DiagnoseOptions {
  readonly now: () => Date;
  readonly fetch?: typeof fetch;
  /** Where members reach this program's pages, without a slash at the end. */
  readonly publicUrl?: string;
  /** Milliseconds for one request. */
  readonly timeout?: number;
}

const Bot = z.object({ bot: z.object({ activate_status: z.number(), app_name: z.string().default("") }) });
const Scopes = z.object({
  data: z.object({ scopes: z.array(z.object({ scope_name: z.string(), grant_status: z.number() })) }),
});
const App = z.object({
  data: z.object({
    app: z.object({
      event: z
        .object({ subscription_type: z.string(), subscribed_events: z.array(z.string()).default([]) })
        .optional(),
      callback: z
        .object({ callback_type: z.string(), subscribed_callbacks: z.array(z.string()).default([]) })
        .optional(),
    }),
  }),
});
/** Switched on, by the administrator too (bot/v3/info). */
const ACTIVE = 2;
const GRANTED = 1;
/** Seconds of difference that are nothing. */
const TOLERATED = 30;
const FULL = 1000040350;
const TIMEOUT = 10_000;

const good = (key: string, values?: Finding["values"]): Finding => finding("good", key, values);
const wrong = (key: string, values?: Finding["values"]): Finding => finding("wrong", key, values);
const warning = (key: string, values?: Finding["values"]): Finding => finding("warning", key, values);
function finding(level: Finding["level"], key: string, values?: Finding["values"]): Finding {
  return { level, key: `feishu.check.${key}`, ...(values === undefined ? {} : { values }) };
}

/** Never throws: what cannot be checked is a finding, too. */
export async function diagnose(settings: FeishuSettings, options: DiagnoseOptions): Promise<Finding[]> {
  const timeout = options.timeout ?? TIMEOUT;
  let apart: number | undefined;
  const http = {
    fetch: options.fetch ?? globalThis.fetch,
    timeout,
    fileTimeout: timeout,
    onDate(date: string) {
      const theirs = Date.parse(date);
      if (Number.isFinite(theirs)) apart = Math.round((options.now().getTime() - theirs) / 1_000);
    },
  };
  const sdk = createSdk(settings, { ...http, handshake: timeout, silence: timeout });
  const get = (path: string): Promise<unknown> => sdk.request({ method: "GET", path });
  const app = await found(async () => Bot.parse(await get("open-apis/bot/v3/info")));
  if (app.kind === "failed") {
    const meaning = meaningOf(app.failure);
    const refused = meaning === "unauthorized" || meaning === "token";
    if (refused && app.failure.platformCode === 230006) return [wrong("bot-off", { status: 0 })];
    return refused
      ? [wrong("app-refused", { code: app.failure.platformCode })]
      : [wrong("unreachable", { domain: settings.domain })];
  }
  const { activate_status: status, app_name: name } = app.value.bot;
  return [
    status === ACTIVE ? good("app-good", { name }) : wrong("bot-off", { status }),
    ...(await scopesOf(get)),
    ...(await intakeOf(settings, options, http)),
    ...(await subscriptionsOf(settings, get)),
    ...clockOf(apart),
  ];
}

type Found<Value> = { kind: "found"; value: Value } | { kind: "failed"; failure: PlatformFailure };
async function found<Value>(work: () => Promise<Value>): Promise<Found<Value>> {
  try {
    return { kind: "found", value: await work() };
  } catch (cause) {
    return { kind: "failed", failure: failureOf(cause) };
  }
}

async function scopesOf(get: (path: string) => Promise<unknown>): Promise<Finding[]> {
  const asked = await found(async () => Scopes.parse(await get("open-apis/application/v6/scopes")));
  if (asked.kind === "failed") return [warning("scopes-unknown", { code: asked.failure.platformCode })];
  const granted = new Set(
    asked.value.data.scopes
      .filter(({ grant_status }) => grant_status === GRANTED)
      .map(({ scope_name }) => scope_name),
  );
  const missing = NEEDS.filter(({ scopes }) => !scopes.some((one) => granted.has(one)));
  const findings = missing.map(({ scopes, purpose, optional }) => {
    const say = optional === true ? warning : wrong;
    return say(`missing.${purpose}`, { scope: scopes[0] ?? "" });
  });
  return missing.every(({ optional }) => optional === true) ? [good("scopes-good"), ...findings] : findings;
}

async function intakeOf(
  { appId, appSecret, domain, intake }: FeishuSettings,
  { publicUrl = "" }: DiagnoseOptions,
  http: Parameters<typeof ask>[0],
): Promise<Finding[]> {
  if (intake.mode === "webhook") return [warning("webhook", { url: `${publicUrl}${WEBHOOK_PATH}` })];
  const url = `${domain}/callback/ws/endpoint`;
  const data = { AppID: appId, AppSecret: appSecret };
  const asked = await found(() => ask(http, { method: "POST", url, data }));
  if (asked.kind === "found") return [good("long-good")];
  const { platformCode: code } = asked.failure;
  if (code === FULL) return [wrong("long-full")];
  return [code === 0 ? wrong("unreachable", { domain }) : wrong("long-refused", { code })];
}

/** Nothing when the app may not be asked about itself: that takes a permission nothing else needs. */
async function subscriptionsOf(
  { appId, intake }: FeishuSettings,
  get: (path: string) => Promise<unknown>,
): Promise<Finding[]> {
  const path = `open-apis/application/v6/applications/${appId}?lang=zh_cn`;
  const asked = await found(async () => App.parse(await get(path)));
  if (asked.kind === "failed") return [];
  const { event, callback } = asked.value.data.app;
  const here = intake.mode === "long" ? "websocket" : "webhook";
  const checked = [
    {
      what: "event",
      there: event?.subscription_type,
      has: event?.subscribed_events,
      needs: EVENTS,
    },
    {
      what: "callback",
      there: callback?.callback_type,
      has: callback?.subscribed_callbacks,
      needs: CALLBACKS,
    },
  ];
  const findings = checked.flatMap(({ what, there, has, needs }) => {
    if (has === undefined || there === undefined) return [];
    const differs = there === here ? [] : [wrong(`mode-differs.${what}`, { there, here })];
    const missing = needs.filter((name) => !has.includes(name));
    return [...differs, ...missing.map((name) => wrong(`not-subscribed.${what}`, { name }))];
  });
  const known = event !== undefined && callback !== undefined;
  return findings.length === 0 && known ? [good("subscriptions-good")] : findings;
}

function clockOf(apart: number | undefined): Finding[] {
  if (apart === undefined) return [];
  const seconds = Math.abs(apart);
  if (seconds <= TOLERATED) return [good("clock-good")];
  return [seconds >= 300 ? wrong("clock", { seconds }) : warning("clock", { seconds })];
}
