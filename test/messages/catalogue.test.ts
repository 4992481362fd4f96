import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { AppError, type ErrorCode } from "../../src/domain/errors.ts";
import type { Locale } from "../../src/domain/message.ts";
import type { DropReason, RepairKind, UnreadableReason } from "../../src/domain/report.ts";
import { createCatalogue, readMessages } from "../../src/messages/catalogue.ts";
import { errorLine, fileLine } from "../../src/messages/failure.ts";

const root = resolve(import.meta.dirname, "..", "..");
const catalogue = createCatalogue();
const simplified = readMessages("zh-Hans");
const english = readMessages("en");
const LOCALES: readonly Locale[] = ["zh-Hans", "zh-Hant", "en"];

// A new code or reason that is missing here does not compile; one that is missing in the texts fails below.
const ERRORS: Record<ErrorCode, true> = {
  "config.invalid": true,
  conflict: true,
  "data.locked": true,
  "data.newer": true,
  "data.unusable": true,
  "data.keys": true,
  "data.unreadable": true,
  "database.unreachable": true,
  "database.refused": true,
  "queue.unreachable": true,
  "channel.blocked": true,
  "channel.refused": true,
  "channel.unreachable": true,
  "channel.unauthorized": true,
  "disk.full": true,
  "knowledge.unreachable": true,
  "knowledge.refused": true,
  "port.taken": true,
  "programme.invalid": true,
  internal: true,
};
const FILES: Record<UnreadableReason, true> = {
  empty: true,
  "too large": true,
  binary: true,
  "wrong ending": true,
  broken: true,
  encrypted: true,
  "unpacks too large": true,
  "no text": true,
  unsupported: true,
  "link loop": true,
  "not found": true,
  "no permission": true,
};
const DROPPED: Record<DropReason, true> = {
  spam: true,
  navigation: true,
  "link list": true,
  "place list": true,
  header: true,
  credit: true,
  copyright: true,
  sharing: true,
  repeated: true,
  "control characters": true,
};
const REPAIRED: Record<RepairKind, true> = {
  pinyin: true,
  mojibake: true,
  punctuation: true,
  variant: true,
  spacing: true,
};

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

function argumentsOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (elements: readonly Element[]): void => {
    for (const element of elements) {
      // Plain text and "#" have no argument's name: the first carries its text as value, the second nothing.
      const { type }: { type: number } = element;
      if (!("value" in element) || type === 0) continue;
      names.add(element.value);
      if ("options" in element) for (const { value } of Object.values(element.options)) walk(value);
    }
  };
  walk(new IntlMessageFormat(message, "en", undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

describe("the message catalogue", () => {
  it("has the same keys and arguments in both written languages", () => {
    expect([...english.keys()].sort()).toEqual([...simplified.keys()].sort());
    const wrong = [...simplified].filter(
      ([key, message]) => argumentsOf(message).join() !== argumentsOf(english.get(key) ?? "").join(),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  it("formats every message in every language", () => {
    for (const locale of LOCALES) {
      for (const [key, message] of simplified) {
        const values = Object.fromEntries(argumentsOf(message).map((name) => [name, 2]));
        expect(catalogue.text(locale, key, values), `${locale} ${key}`).not.toMatch(/\{|^$/);
      }
    }
  });

  it("has every key that the source names", () => {
    const named = globSync(["src/**/*.{ts,html}"], { cwd: root }).flatMap((file) =>
      Array.from(
        readFileSync(resolve(root, file), "utf8").matchAll(
          /(?:"|\{\{)((?:chat|page|report|error|file|answer|cli)\.[a-z][a-z -]*(?:\.[a-z][a-z -]*)*)(?:"|\}\})/g,
        ),
        ([, key = ""]) => ({ file, key }),
      ),
    );
    expect(named.length).toBeGreaterThan(20);
    // Names of files and of columns look the same.
    const missing = named.filter(
      ({ key }) => !catalogue.has(key) && !/\.(js|css|txt|passages|key)$/.test(key),
    );
    expect(missing).toEqual([]);
  });

  it("has a line for every error, file fault, repair and reason for leaving out", () => {
    const keys = [
      ...Object.keys(ERRORS).map((code) => `error.${code}`),
      ...Object.keys(FILES).map((reason) => `file.${reason}`),
      ...Object.keys(DROPPED).map((reason) => `report.reason.${reason}`),
      ...Object.keys(REPAIRED).map((kind) => `report.repair.${kind}`),
    ];
    expect(keys.filter((key) => !catalogue.has(key))).toEqual([]);
  });

  it("puts what was found into the line of a failure, and nothing when nothing is known", () => {
    const locked = new AppError("data.locked", { detail: { folder: "data", pid: "12", command: "" } });
    expect(errorLine(catalogue, "en", locked)).toBe(
      "Another Gongyou program is using the data folder (folder: data, pid: 12). Stop that program, or choose another folder with --data.",
    );
    expect(fileLine(catalogue, "zh-Hans", { kind: "unreadable", reason: "empty" })).toBe(
      "文件是空的。请换一份有内容的。",
    );
    expect(
      fileLine(catalogue, "zh-Hans", { kind: "unreadable", reason: "too large", detail: "212 MB" }),
    ).toContain("（212 MB）");
  });

  it("derives traditional Chinese and leaves the arguments alone", () => {
    expect(catalogue.text("zh-Hant", "chat.trouble", { hotline: "12351" })).toContain("請過一會兒再問一次");
    expect(catalogue.text("zh-Hant", "page.note", { hotline: "热线" })).toContain("热线");
    expect(catalogue.text("zh-Hant", "report.damage", { count: 2 })).toContain("原文件裡");
  });

  it("throws on an unknown key and on a missing value", () => {
    expect(() => catalogue.text("en", "chat.nothing")).toThrow("chat.nothing");
    expect(() => catalogue.text("en", "chat.trouble")).toThrow();
  });

  it("raises no voice", () => {
    const loud = [...simplified, ...english].filter(([, message]) => /[!！]/.test(message));
    expect(loud.map(([key]) => key)).toEqual([]);
  });
});
