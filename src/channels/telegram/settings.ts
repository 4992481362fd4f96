import { z } from "zod";

/** What the Telegram channel needs. */
export interface TelegramSettings {
  readonly token: string;
  /** Where the Bot API answers, without a slash at the end. */
  readonly apiRoot: string;
  /** Set when Telegram brings the updates; left out, they are fetched by long polling. */
  readonly webhook?: { readonly url: string; readonly secret: string };
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
  } = environment;
  if (token === undefined) return { missing: url === undefined ? [] : ["TELEGRAM_BOT_TOKEN"] };
  const apiRoot = root.replace(/\/+$/, "");
  if (url === undefined) return { settings: { token, apiRoot }, missing: [] };
  if (secret === undefined) return { missing: ["TELEGRAM_WEBHOOK_SECRET"] };
  return { settings: { token, apiRoot, webhook: { url, secret } }, missing: [] };
}
