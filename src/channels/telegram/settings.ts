import { z } from "zod";
import { isTaken } from "../taken-paths.ts";

/** What the Telegram channel needs. */
export interface TelegramSettings {
  readonly token: string;
  /** Where the Bot API answers, without a slash at the end. */
  readonly apiRoot: string;
  /** Set when Telegram brings the updates; left out, they are fetched by long polling. */
  readonly webhook?: { readonly url: string; readonly secret: string };
  /** Calls go through the proxy that the environment names. */
  readonly throughProxy?: boolean;
}

/** The variables of the environment, each by itself. */
export const telegramEnvironment = {
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{3,}:[\w-]{30,}$/)
    .optional(),
  TELEGRAM_API_ROOT: z.url({ protocol: /^https?$/ }).default("https://api.telegram.org"),
  TELEGRAM_WEBHOOK_URL: z.url({ protocol: /^https$/ }).optional(),
  /** As setWebhook allows it (core.telegram.org/bots/api#setwebhook). */
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/)
    .optional(),
  /** Node's own switch for its proxy variables, which counts when it is 1 (nodejs.org/api/cli.html#node_use_env_proxy1). */
  NODE_USE_ENV_PROXY: z.string().optional(),
} as const;

type Environment = z.infer<z.ZodObject<typeof telegramEnvironment>>;

/**
 * The settings, undefined when the channel is off; `wrong` holds the variables that do not go with the others, each with the
 * name under which is told what it wants.
 */
export function telegramSettings(environment: Environment): {
  readonly settings?: TelegramSettings;
  readonly wrong: Readonly<Record<string, string>>;
} {
  const {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: root,
    TELEGRAM_WEBHOOK_URL: url,
    TELEGRAM_WEBHOOK_SECRET: secret,
    NODE_USE_ENV_PROXY: proxy,
  } = environment;
  const wrong = {
    ...(token === undefined && (url ?? secret) !== undefined
      ? { TELEGRAM_BOT_TOKEN: "TELEGRAM_BOT_TOKEN" }
      : {}),
    ...(url !== undefined && secret === undefined
      ? { TELEGRAM_WEBHOOK_SECRET: "TELEGRAM_WEBHOOK_SECRET" }
      : {}),
    ...(url === undefined && secret !== undefined
      ? { TELEGRAM_WEBHOOK_SECRET: "TELEGRAM_WEBHOOK_ALONE" }
      : {}),
    ...(url !== undefined && isTaken(new URL(url).pathname)
      ? { TELEGRAM_WEBHOOK_URL: "TELEGRAM_WEBHOOK_TAKEN" }
      : {}),
  };
  if (token === undefined) return { wrong };
  const settings = {
    token,
    apiRoot: root.replace(/\/+$/, ""),
    ...(proxy === "1" ? { throughProxy: true } : {}),
  };
  if (url === undefined || secret === undefined) return { settings, wrong };
  return { settings: { ...settings, webhook: { url, secret } }, wrong };
}
