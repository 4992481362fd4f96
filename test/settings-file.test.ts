import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSettingsFile } from "../src/settings-file.ts";
import { testFolder } from "./support/folders.ts";

it("sets what the environment does not, whatever editor wrote it", () => {
  const file = join(testFolder(), "gongyou.env");
  writeFileSync(file, '\uFEFFPORT=8400\r\nHOTLINE="0887-12351" # 本县\r\n\r\nLANG=zh_CN.UTF-8\r\n');
  const variables: Record<string, string | undefined> = { LANG: "en_US.UTF-8" };
  expect(readSettingsFile(variables, file)).toBe(true);
  expect(variables).toEqual({ PORT: "8400", HOTLINE: "0887-12351", LANG: "en_US.UTF-8" });
});

it("may be missing, and tells when it cannot be read", () => {
  const folder = testFolder();
  expect(readSettingsFile({}, join(folder, "none.env"))).toBe(true);
  mkdirSync(join(folder, "gongyou.env"));
  expect(readSettingsFile({}, join(folder, "gongyou.env"))).toBe(false);
});
