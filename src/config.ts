import { resolve } from "node:path";
import { z } from "zod";
import { AppError } from "./domain/errors.ts";

/** Everything the environment can set. */
export interface Config {
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
  /** The passages' index: a Qdrant server when set, else the embedded one. */
  readonly qdrant?: { readonly url: string; readonly apiKey?: string; readonly collection: string };
  /** Who can be asked when the reports do not say. */
  readonly hotline: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

const environment = z.object({
  DATA_DIR: z.string().default("data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce
    .number("a number from 0 to 65535")
    .int("a whole number")
    .min(0, "0 or more")
    .max(65535, "65535 or less")
    .default(8321),
  QDRANT_URL: z.url({ protocol: /^https?$/, error: "an address such as http://localhost:6333" }).optional(),
  QDRANT_API_KEY: z.string().optional(),
  QDRANT_COLLECTION: z
    .string()
    .regex(/^[\w-]{1,64}$/, "up to 64 letters, digits, - or _")
    .default("gongyou"),
  HOTLINE: z
    .string()
    .regex(/^[\d+() -]{3,24}$/, "a telephone number")
    .default("12351"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], "one of debug, info, warn, error, silent")
    .default("info"),
});

// A secret is never repeated in an error.
const SECRET = /KEY|TOKEN|SECRET|PASSWORD/;

/**
 * The configuration the environment asks for; an empty variable counts as unset. Throws AppError config.invalid whose
 * detail names each wrong variable, what it got and what it wants.
 */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const detail = Object.fromEntries(
      parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return [name, `${SECRET.test(name) ? "***" : JSON.stringify(set[name])} → ${issue.message}`];
      }),
    );
    throw new AppError("config.invalid", { detail });
  }
  const { data } = parsed;
  return {
    dataFolder: resolve(data.DATA_DIR),
    host: data.HOST,
    port: data.PORT,
    hotline: data.HOTLINE,
    logLevel: data.LOG_LEVEL,
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
