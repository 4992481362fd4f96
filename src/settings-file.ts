// A file in the folder the program is started in that sets variables of the environment, for those who have no shell to
// set them in. Read before anything else; main.ts reads it.
import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

export const SETTINGS_FILE = "gongyou.env";

/**
 * Sets what the file sets and `variables` do not have: the environment goes first. Without the file nothing happens; false
 * when it is there and cannot be read.
 */
export function readSettingsFile(
  variables: Record<string, string | undefined>,
  file: string = SETTINGS_FILE,
): boolean {
  let written: string;
  try {
    written = readFileSync(file, "utf8");
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  }
  // Editors on Windows put a byte order mark before the first name.
  for (const [name, value] of Object.entries(parseEnv(written.replace(/^\uFEFF/u, "")))) {
    if (variables[name] === undefined) variables[name] = value;
  }
  return true;
}
