import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseConfig, VARIABLES } from "../src/config.ts";
import { AppError } from "../src/domain/errors.ts";
import { createCatalogue } from "../src/messages/catalogue.ts";

function refused(
  variables: Record<string, string>,
  wrong?: Parameters<typeof parseConfig>[1],
): Readonly<Record<string, string>> {
  try {
    parseConfig(variables, wrong);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "config.invalid") return cause.detail;
    throw cause;
  }
  return {};
}

describe("the configuration", () => {
  it("needs nothing", () => {
    expect(parseConfig({})).toEqual({
      dataFolder: resolve("data"),
      host: "127.0.0.1",
      port: 8321,
      hotline: "12351",
    });
  });

  it("takes an empty variable for one that is not set, and trims the others", () => {
    expect(parseConfig({ PORT: "", QDRANT_URL: " ", HOTLINE: " 12345 " })).toMatchObject({
      port: 8321,
      hotline: "12345",
    });
    expect(parseConfig({ QDRANT_URL: "" }).qdrant).toBeUndefined();
  });

  it("takes a Qdrant server with its key and collection", () => {
    expect(parseConfig({ QDRANT_URL: "https://q.example:6333/base" }).qdrant).toEqual({
      url: "https://q.example:6333/base",
      collection: "gongyou",
    });
    expect(
      parseConfig({ QDRANT_URL: "http://q", QDRANT_API_KEY: "k", QDRANT_COLLECTION: "county-1" }).qdrant,
    ).toEqual({ url: "http://q", apiKey: "k", collection: "county-1" });
  });

  it.each([
    ["PORT", ["abc", "-1", "65536", "80.5", "0x50", "1e3"]],
    ["HOST", ["http://127.0.0.1", "a b"]],
    ["QDRANT_URL", ["nonsense", "localhost:6333", "ftp://q", "javascript:alert(1)"]],
    ["QDRANT_COLLECTION", ["a/b", "x".repeat(65)]],
    ["HOTLINE", ["call us", "1", "<b>12351</b>"]],
    ["LOG_LEVEL", ["loud", "INFO "]],
  ])("refuses a wrong %s and repeats it", (name, values) => {
    for (const value of values)
      expect(refused({ [name]: value })).toEqual({ [name]: JSON.stringify(value.trim()) });
  });

  it("sends Telegram's calls through a proxy where Node's own switch says so", () => {
    const token = { TELEGRAM_BOT_TOKEN: `123456789:${"x".repeat(35)}` };
    expect(parseConfig({ ...token, NODE_USE_ENV_PROXY: "1" }).telegram?.throughProxy).toBe(true);
    expect(parseConfig({ ...token, NODE_USE_ENV_PROXY: "0" }).telegram?.throughProxy).toBeUndefined();
  });

  const token = `123456789:${"x".repeat(35)}`;
  const secret = "s".repeat(32);

  it("says what is missing beside a webhook's secret, and beside its address", () => {
    const wants = (variables: Record<string, string>) => refused(variables, (wanted) => wanted);
    expect(wants({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: secret })).toEqual({
      TELEGRAM_WEBHOOK_SECRET: "TELEGRAM_WEBHOOK_ALONE",
    });
    expect(
      wants({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: "https://gongyou.example.org/telegram" }),
    ).toEqual({ TELEGRAM_WEBHOOK_SECRET: "TELEGRAM_WEBHOOK_SECRET" });
    expect(wants({ TELEGRAM_WEBHOOK_SECRET: secret })).toEqual({
      TELEGRAM_BOT_TOKEN: "TELEGRAM_BOT_TOKEN",
      TELEGRAM_WEBHOOK_SECRET: "TELEGRAM_WEBHOOK_ALONE",
    });
    expect(refused({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: secret })).toEqual({
      TELEGRAM_WEBHOOK_SECRET: "***",
    });
  });

  it.each([
    ["", true],
    ["/", true],
    ["/favicon.ico", true],
    ["/assets/telegram", true],
    ["/api/events", true],
    ["/reports/09f477e13c6d", true],
    ["/papers/x", true],
    ["/overview", true],
    ["/health", true],
    ["/ready", true],
    ["/feishu/events", true],
    ["/telegram", false],
    ["/api/telegram", false],
    ["/events", false],
  ])("takes a webhook at a path that nothing else answers: %s", (path, taken) => {
    const url = `https://gongyou.example.org${path}`;
    const variables = {
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_WEBHOOK_URL: url,
      TELEGRAM_WEBHOOK_SECRET: secret,
    };
    const wants = taken ? { TELEGRAM_WEBHOOK_URL: "TELEGRAM_WEBHOOK_TAKEN" } : {};
    expect(refused(variables, (wanted) => wanted)).toEqual(wants);
  });

  it("names all that is wrong at once, and says what each wants, in every language", () => {
    const { text } = createCatalogue();
    expect(Object.keys(refused({ PORT: "x", LOG_LEVEL: "y" }))).toEqual(["PORT", "LOG_LEVEL"]);
    for (const variable of [...VARIABLES, "TELEGRAM_WEBHOOK_ALONE", "TELEGRAM_WEBHOOK_TAKEN"]) {
      for (const locale of ["zh-Hans", "zh-Hant", "en"] as const) {
        expect(text(locale, `cli.setting.${variable.toLowerCase()}`)).not.toBe("");
      }
    }
  });
});
