import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { seeded } from "../contracts/generated-text.ts";
import { changedFiles, firstFiles } from "./kill-corpus.ts";
import { contents, given, openShelves } from "./stand-in.ts";

const KILLS = 10;

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
  const files = Object.keys(changedFiles()).length;
  const random = seeded(13);
  const reached = new Set<number>();
  for (let kills = 0; kills < KILLS; ) {
    const { finished } = await runChild(killed, { files: Math.floor(random() * files), milliseconds: random() * 150 });
    if (!finished) kills++;
    const left = await openShelves(killed);
    const [state] = await left.database.query<{ changed: number }>(
      "select count(*)::int4 as changed from report_files where path like '/more/%' or path like '/copies/%'",
    );
    if (!finished) reached.add(state?.changed ?? 0);
    // Sound after every kill: the index holds exactly what the tables hold.
    const stray = await left.database.query(
      "select id from passages full join knowledge_passages using (id) where passages.text is null or knowledge_passages.version is null",
    );
    expect(stray).toEqual([]);
    if (finished) expect(await contents(left)).toEqual(expected);
    await left.database.close();
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
  killAfter = { files: Number.POSITIVE_INFINITY, milliseconds: 0 },
): Promise<{ finished: boolean }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "ingest-child.ts"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let said = "";
  const worked = new Promise<void>((resolve) => {
    child.stdout.on("data", (part: Buffer) => {
      said += part.toString();
      if (said.length > killAfter.files) resolve();
    });
  });
  if (await Promise.race([exited, worked.then(() => undefined)])) return { finished: said.includes("done") };
  await Promise.race([exited, setTimeout(killAfter.milliseconds)]);
  child.kill("SIGKILL");
  await exited;
  return { finished: said.includes("done") };
}
