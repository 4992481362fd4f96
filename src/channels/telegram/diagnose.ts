// Checks the settings against Telegram and says what to change. Reads only: nothing is set, and no update is taken.
import { z } from "zod";
import type { Finding } from "../platform.ts";
import { createApi } from "./api.ts";
import type { TelegramSettings } from "./settings.ts";
import { ALLOWED_UPDATES } from "./update.ts";

export interface DiagnoseOptions {
  readonly now: () => Date;
  readonly fetch?: typeof fetch;
}

const Me = z.object({
  first_name: z.string().default(""),
  username: z.string().default(""),
  can_join_groups: z.boolean().default(true),
  can_read_all_group_messages: z.boolean().default(false),
});
const Webhook = z.object({
  url: z.string().default(""),
  pending_update_count: z.number().default(0),
  last_error_date: z.number().exactOptional(),
  last_error_message: z.string().exactOptional(),
  allowed_updates: z.array(z.string()).exactOptional(),
});
type Webhook = z.infer<typeof Webhook>;

// core.telegram.org/bots/webhooks#the-short-version
const PORTS = ["", "443", "80", "88", "8443"];
/** Seconds. */
const CLOCK_OFF = 60;
const RECENT = 3_600;
const MANY_PENDING = 100;
const LONGEST_DETAIL = 120;

/** What is good and what is not, the most important first. Never rejects. */
export async function diagnose(settings: TelegramSettings, options: DiagnoseOptions): Promise<Finding[]> {
  const { apiRoot } = settings;
  const api = createApi(settings);
  const me = await api.call("getMe", {}, { result: Me });
  if (!me.ok) {
    if (me.kind === "unauthorized") return [wrong("telegram.check.token")];
    return [wrong("telegram.check.unreachable", { root: apiRoot, status: me.status })];
  }
  const {
    username,
    first_name: name,
    can_join_groups: joins,
    can_read_all_group_messages: readsAll,
  } = me.result;
  const info = await api.call("getWebhookInfo", {}, { result: Webhook });
  return [
    good("telegram.check.bot", { name, username }),
    joins ? good("telegram.check.groups") : warning("telegram.check.no-groups"),
    readsAll ? warning("telegram.check.privacy-off") : good("telegram.check.privacy-on"),
    ...(info.ok ? webhookFindings(settings, info.result, options.now()) : []),
    ...plainFindings(apiRoot),
    ...(await clockFindings(apiRoot, options)),
  ];
}

function webhookFindings({ webhook }: TelegramSettings, info: Webhook, now: Date): Finding[] {
  const findings: Finding[] = [];
  if (webhook === undefined) {
    findings.push(
      info.url === ""
        ? good("telegram.check.polling")
        : warning("telegram.check.webhook-in-the-way", { url: info.url }),
    );
  } else {
    const port = new URL(webhook.url).port;
    if (!PORTS.includes(port)) findings.push(wrong("telegram.check.webhook-port", { port }));
    if (info.url === webhook.url) findings.push(good("telegram.check.webhook-set", { url: info.url }));
    else findings.push(warning("telegram.check.webhook-not-set", { url: webhook.url }));
    const missing = ALLOWED_UPDATES.filter((one) => info.allowed_updates?.includes(one) === false);
    if (info.url === webhook.url && missing.length > 0) {
      findings.push(warning("telegram.check.webhook-updates", { updates: missing.join(", ") }));
    }
    const { last_error_date: failed, last_error_message: said = "" } = info;
    if (failed !== undefined && now.getTime() / 1_000 - failed < RECENT) {
      const at = new Date(failed * 1_000).toISOString();
      findings.push(wrong("telegram.check.webhook-failed", { at, detail: said.slice(0, LONGEST_DETAIL) }));
    }
  }
  if (info.pending_update_count > MANY_PENDING) {
    findings.push(warning("telegram.check.pending", { count: info.pending_update_count }));
  }
  return findings;
}

/** The token goes with every call: beyond this machine it should not go in the clear. */
function plainFindings(apiRoot: string): Finding[] {
  const { protocol, hostname } = new URL(apiRoot);
  const here = ["localhost", "[::1]"].includes(hostname) || hostname.startsWith("127.");
  return protocol === "http:" && !here ? [warning("telegram.check.plain", { root: apiRoot })] : [];
}

async function clockFindings(apiRoot: string, options: DiagnoseOptions): Promise<Finding[]> {
  const { now, fetch: get = fetch } = options;
  try {
    const response = await get(apiRoot, { redirect: "manual", signal: AbortSignal.timeout(10_000) });
    await response.body?.cancel();
    const theirs = Date.parse(response.headers.get("date") ?? "");
    if (Number.isNaN(theirs)) return [];
    const seconds = Math.round((now().getTime() - theirs) / 1_000);
    if (Math.abs(seconds) <= CLOCK_OFF) return [good("telegram.check.clock")];
    return [warning("telegram.check.clock-off", { seconds })];
  } catch {
    return [];
  }
}

type Values = NonNullable<Finding["values"]>;
const good = (key: string, values: Values = {}): Finding => ({ level: "good", key, values });
const warning = (key: string, values: Values = {}): Finding => ({ level: "warning", key, values });
const wrong = (key: string, values: Values = {}): Finding => ({ level: "wrong", key, values });
