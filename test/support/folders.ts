// Folders that are gone once the tests of a file are over.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new one; it is there until the last test of the file that asked for it is over. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "gongyou-"));
  made.push(folder);
  return folder;
}
