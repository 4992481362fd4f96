import { type ChildProcess, spawn } from "node:child_process";
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

function startChild(folder: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "ingest-child.ts"), folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

it("ends in the same library after any number of kills as without one", async () => {
  const base = await mkdtemp(join(tmpdir(), "gongyou-kill-"));
  const [calm, killed] = [join(base, "calm"), join(base, "killed")];
  const before = await openShelves(calm);
  await before.library.ingest(given(firstFiles()));
  await before.database.close();
  await cp(calm, killed, { recursive: true });

  const undisturbed = await openShelves(calm);
  await undisturbed.library.ingest(given(changedFiles()));
  const expected = await contents(undisturbed);
  await undisturbed.database.close();

  const random = seeded(13);
  const reached: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startChild(killed);
    let said = "";
    child.stdout?.on("data", (part: Buffer) => {
      said += part.toString();
    });
    while (!said.includes("ready") && child.exitCode === null) await setTimeout(2);
    await setTimeout(random() * 350);
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const left = await openShelves(killed);
    const [state] = await left.database.query<{ changed: number }>(
      "select count(*)::int4 as changed from report_files where path like '/more/%' or path like '/copies/%'",
    );
    reached.push(`${state?.changed}${said.includes("done") ? " done" : ""}`);
    // Sound after every kill: the index holds exactly what the tables hold.
    const stray = await left.database.query(
      "select id from passages full join knowledge_passages using (id) where passages.text is null or knowledge_passages.version is null",
    );
    expect(stray).toEqual([]);
    await left.database.close();
  }
  // The kills met the work half-way, not only before and after it.
  expect(new Set(reached).size, reached.join(", ")).toBeGreaterThan(2);

  const again = await openShelves(killed);
  await again.library.ingest(given(changedFiles()));
  expect(await contents(again)).toEqual(expected);
  await again.database.close();
  await rm(base, { recursive: true });
}, 300_000);
