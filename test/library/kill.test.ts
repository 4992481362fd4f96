import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { seeded } from "../contracts/generated-text.ts";
import { firstFiles } from "./kill-corpus.ts";
import { contents, given, openShelves } from "./stand-in.ts";

// How many files each killed run had behind it; batches are of 256.
const KILLED_AFTER = [0, 10, 0, 256, 10, 280, 256, 400, 512, 512];

it("ends in the same library after any number of kills as without one", async () => {
  const base = await mkdtemp(join(tmpdir(), "gongyou-kill-"));
  const [first, calm, killed] = [join(base, "first"), join(base, "calm"), join(base, "killed")];
  const before = await openShelves(first);
  await before.library.ingest(given(firstFiles()));
  await before.database.close();

  await cp(first, calm, { recursive: true });
  await runChild(calm);
  const undisturbed = await openShelves(calm);
  const expected = await contents(undisturbed);
  await undisturbed.database.close();

  await cp(first, killed, { recursive: true });
  const random = seeded(13);
  const reached = new Set<number>();
  for (const [index, files] of KILLED_AFTER.entries()) {
    const threads = index % 2 === 1;
    const { finished, changed } = await runChild(killed, { files, milliseconds: random() * 250, threads });
    reached.add(changed);
    if (finished) {
      await rm(killed, { recursive: true });
      await cp(first, killed, { recursive: true });
    }
  }
  // The kills met the work half-way, not only before its first batch.
  expect(reached.size, [...reached].join(", ")).toBeGreaterThan(1);

  await runChild(killed);
  const again = await openShelves(killed);
  expect(await contents(again)).toEqual(expected);
  await again.database.close();
  await rm(base, { recursive: true });
}, 300_000);

/** Lets the child ingest; it is killed so long after so many files, unless it finished before. */
async function runChild(
  folder: string,
  killAfter = { files: Number.POSITIVE_INFINITY, milliseconds: 0, threads: false },
): Promise<{ finished: boolean; changed: number }> {
  const words = [
    join(import.meta.dirname, "ingest-child.ts"),
    folder,
    ...(killAfter.threads ? ["threads"] : []),
  ];
  const child = spawn(process.execPath, words, {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "close");
  let said = "";
  const worked = new Promise<void>((resolve) => {
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.includes("stray=") && said.split(".").length > killAfter.files) resolve();
    });
  });
  await Promise.race([exited, worked.then(() => setTimeout(killAfter.milliseconds))]);
  child.kill("SIGKILL");
  await exited;
  // Sound after every kill: the index holds exactly what the tables hold.
  expect(said).toMatch(/^changed=\d+ stray=0 /);
  return { finished: said.includes("done"), changed: Number(/\d+/.exec(said)?.[0]) };
}
