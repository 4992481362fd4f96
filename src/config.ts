import { resolve } from "node:path";
import { z } from "zod";
import { type FeishuSettings, feishuEnvironment, feishuSettings } from "./channels/feishu/settings.ts";
import {
  type TelegramSettings,
  telegramEnvironment,
  telegramSettings,
} from "./channels/telegram/settings.ts";
import { AppError } from "./domain/errors.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Everything the environment can set. */
export interface Config {
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL server instead of the embedded database. */
  readonly databaseUrl?: string;
  /** A Redis server that carries the jobs instead of this process. */
  readonly redisUrl?: string;
  /** The keys that seal members' data; left out, a file in the data folder holds them. */
  readonly keys?: string;
  /** The passages' index: a Qdrant server when set, else the embedded one. */
  readonly qdrant?: { readonly url: string; readonly apiKey?: string; readonly collection: string };
  /** Where members reach this program's pages, without a slash at the end; unset, messages hold no links to them. */
  readonly publicUrl?: string;
  /** Each channel is on when it is set. */
  readonly telegram?: TelegramSettings;
  readonly feishu?: FeishuSettings;
  /** Who can be asked when the reports do not say. */
  readonly hotline: string;
  /** Unset, services log every unit of work and commands only trouble. */
  readonly logLevel?: LogLevel;
}

const environment = z.object({
  DATA_DIR: z.string().default("data"),
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/)
    .default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65535))
    .default(8321),
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  GONGYOU_KEYS: z
    .string()
    .regex(/^[\w-]{1,16}:[A-Za-z0-9+/_-]{43}=?(?:,\s*[\w-]{1,16}:[A-Za-z0-9+/_-]{43}=?)*$/)
    .optional(),
  QDRANT_URL: z.url({ protocol: /^https?$/ }).optional(),
  QDRANT_API_KEY: z.string().optional(),
  QDRANT_COLLECTION: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .default("gongyou"),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  ...telegramEnvironment,
  ...feishuEnvironment,
  HOTLINE: z
    .string()
    .regex(/^[\d+() -]{3,24}$/)
    .default("12351"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).optional(),
});

/** The variables that are read. */
export const VARIABLES: readonly string[] = Object.keys(environment.shape);

// A secret is never repeated in an error; a server's address may hold a password.
const SECRET = /KEY|TOKEN|SECRET|PASSWORD|^(?:DATABASE|REDIS)_URL$/;

/**
 * The configuration the environment asks for; an empty variable counts as unset. Throws AppError config.invalid whose
 * detail names each wrong variable and says what it got and what it wants, in the words that `wrong` finds for them: mostly
 * under the variable's own name.
 */
export function parseConfig(
  variables: Readonly<Record<string, string | undefined>>,
  wrong: (wanted: string, got: string) => string = (_, got) => got,
): Config {
  const set = Object.fromEntries(
    Object.entries(variables)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const refuse = (wanted: Readonly<Record<string, string>>): AppError => {
    const got = (name: string): string =>
      set[name] !== undefined && SECRET.test(name) ? "***" : JSON.stringify(set[name] ?? "");
    return new AppError("config.invalid", {
      detail: Object.fromEntries(
        Object.entries(wanted).map(([name, wants]) => [name, wrong(wants, got(name))]),
      ),
    });
  };
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw refuse(underOwnName(parsed.error.issues.map(({ path }) => String(path[0]))));
  const { data } = parsed;
  const telegram = telegramSettings(data);
  const feishu = feishuSettings(data);
  const unfit = { ...telegram.wrong, ...underOwnName(feishu.missing) };
  if (Object.keys(unfit).length > 0) throw refuse(unfit);
  return {
    dataFolder: resolve(data.DATA_DIR),
    host: data.HOST,
    port: data.PORT,
    hotline: data.HOTLINE,
    ...(data.PUBLIC_URL === undefined ? {} : { publicUrl: data.PUBLIC_URL.replace(/\/+$/, "") }),
    ...(telegram.settings === undefined ? {} : { telegram: telegram.settings }),
    ...(feishu.settings === undefined ? {} : { feishu: feishu.settings }),
    ...(data.DATABASE_URL === undefined ? {} : { databaseUrl: data.DATABASE_URL }),
    ...(data.REDIS_URL === undefined ? {} : { redisUrl: data.REDIS_URL }),
    ...(data.GONGYOU_KEYS === undefined ? {} : { keys: data.GONGYOU_KEYS }),
    ...(data.LOG_LEVEL === undefined ? {} : { logLevel: data.LOG_LEVEL }),
    ...(data.QDRANT_URL === undefined
      ? {}
      : {
          qdrant: {
            url: data.QDRANT_URL,
            collection: data.QDRANT_COLLECTION,
            ...(data.QDRANT_API_KEY === undefined ? {} : { apiKey: data.QDRANT_API_KEY }),
          },
        }),
  };
}

const underOwnName = (variables: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(variables.map((name) => [name, name]));
