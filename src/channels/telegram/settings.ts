import { z } from "zod";

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

/** The settings, undefined when the channel is off; `missing` names what has to be set beside what is. */
export function telegramSettings(environment: Environment): {
  readonly settings?: TelegramSettings;
  readonly missing: readonly string[];
} {
  const {
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: root,
    TELEGRAM_WEBHOOK_URL: url,
    TELEGRAM_WEBHOOK_SECRET: secret,
    NODE_USE_ENV_PROXY: proxy,
  } = environment;
  if (token === undefined) return { missing: url === undefined ? [] : ["TELEGRAM_BOT_TOKEN"] };
  const settings = {
    token,
    apiRoot: root.replace(/\/+$/, ""),
    ...(proxy === "1" ? { throughProxy: true } : {}),
  };
  if (url === undefined) return { settings, missing: [] };
  if (secret === undefined) return { missing: ["TELEGRAM_WEBHOOK_SECRET"] };
  return { settings: { ...settings, webhook: { url, secret } }, missing: [] };
}
