import { z } from "zod";

/** What the Feishu (Lark) channel needs. */
export interface FeishuSettings {
  readonly appId: string;
  readonly appSecret: string;
  /** Where the open platform answers, without a slash at the end. */
  readonly domain: string;
  /** How events arrive. A webhook always has a key: without one anybody could send events. */
  readonly intake: { readonly mode: "long" } | { readonly mode: "webhook"; readonly encryptKey: string };
}

const DOMAINS: Readonly<Record<string, string>> = {
  feishu: "https://open.feishu.cn",
  lark: "https://open.larksuite.com",
};

/** The variables of the environment, each by itself. */
export const feishuEnvironment = {
  /** The SDK's long connection takes no other form. */
  FEISHU_APP_ID: z
    .string()
    .regex(/^cli_[0-9a-fA-F]{16}$/)
    .optional(),
  FEISHU_APP_SECRET: z
    .string()
    .regex(/^\w{16,64}$/)
    .optional(),
  FEISHU_DOMAIN: z.union([z.enum(["feishu", "lark"]), z.url({ protocol: /^https?$/ })]).default("feishu"),
  FEISHU_MODE: z.enum(["long", "webhook"]).default("long"),
  FEISHU_ENCRYPT_KEY: z
    .string()
    .regex(/^\S{8,256}$/)
    .optional(),
} as const;

type Environment = z.infer<z.ZodObject<typeof feishuEnvironment>>;

/** The settings, undefined when the channel is off; `missing` names what has to be set beside what is. */
export function feishuSettings(environment: Environment): {
  readonly settings?: FeishuSettings;
  readonly missing: readonly string[];
} {
  const { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret, FEISHU_ENCRYPT_KEY: encryptKey } = environment;
  const { FEISHU_DOMAIN: named, FEISHU_MODE: mode } = environment;
  if (appId === undefined || appSecret === undefined) {
    const given = [appId, appSecret, encryptKey].some((one) => one !== undefined) || mode === "webhook";
    const missing = [
      ...(appId === undefined ? ["FEISHU_APP_ID"] : []),
      ...(appSecret === undefined ? ["FEISHU_APP_SECRET"] : []),
    ];
    return { missing: given ? missing : [] };
  }
  const domain = (DOMAINS[named] ?? named).replace(/\/+$/, "");
  if (mode === "long") return { settings: { appId, appSecret, domain, intake: { mode } }, missing: [] };
  if (encryptKey === undefined) return { missing: ["FEISHU_ENCRYPT_KEY"] };
  return { settings: { appId, appSecret, domain, intake: { mode, encryptKey } }, missing: [] };
}
