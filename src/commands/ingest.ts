import { resolve } from "node:path";
import { findFiles, loadFiles, type FoundFile } from "../library/files.ts";
import type { IngestOutcome } from "../library/library.ts";
import { fileLine } from "../messages/failure.ts";
import { jsonArray, line, type Command, type CommandContext } from "./command.ts";
import { createProgress } from "./progress.ts";

/** `ingest PATH…`: takes files and folders in. Status 1 when a file could not be read or it was stopped half-way. */
export const ingestCommand: Command = {
  name: "ingest",
  words: "<path...>",
  options: [{ flags: "--json", summary: "cli.option.json" }],
  carried: true,
  async run(context) {
    const { words, options, cwd, output, errors, text, signal } = context;
    const { files, skipped } = await findFiles(words.map((word) => resolve(cwd, word)));
    const outcomes = await takeIn(files, context);
    for (const one of outcomes) {
      if (one.outcome === "unreadable") await line(errors, `${one.file}: ${reason(one, context)}`);
    }
    if (skipped > 0) await line(errors, text("cli.ingest.skipped", { count: skipped }));
    if (options["json"] === true) {
      const rows = outcomes.map((one) =>
        one.outcome === "unreadable" ? { ...one, message: reason(one, context) } : one,
      );
      await line(output, jsonArray(rows));
    } else if (files.length > 0) await line(output, summary(outcomes, context));
    if (files.length === 0) await line(errors, text("cli.ingest.none"));
    if (signal.aborted) await line(errors, text("cli.stopped"));
    return signal.aborted || outcomes.some(({ outcome }) => outcome === "unreadable") ? 1 : 0;
  },
};

async function takeIn(files: readonly FoundFile[], context: CommandContext): Promise<IngestOutcome[]> {
  const { errors, text, log, signal, shared = false, open } = context;
  // A mistyped path must not leave a new data folder behind.
  const refused = files.flatMap(({ path, unreadable }): IngestOutcome[] =>
    unreadable === undefined ? [] : [{ file: path, outcome: "unreadable", problem: unreadable }],
  );
  if (refused.length === files.length) return refused;

  const started = performance.now();
  const app = await open();
  const bar = await createProgress(errors, text("cli.ingest.progress"), files.length);
  try {
    const outcomes = await app.library.ingest(loadFiles(files), {
      signal,
      gently: shared,
      onProgress(one, done) {
        bar.update(done);
        log.info(
          one.outcome === "unreadable"
            ? { outcome: one.outcome, reason: one.problem.reason }
            : { outcome: one.outcome, report: one.report },
          "file taken in",
        );
      },
    });
    const ms = Math.round(performance.now() - started);
    log.info({ files: files.length, done: outcomes.length, ...counts(outcomes), ms }, "ingest finished");
    return outcomes;
  } finally {
    bar.stop();
  }
}

function reason(
  one: Extract<IngestOutcome, { outcome: "unreadable" }>,
  { locale, catalogue }: CommandContext,
): string {
  return fileLine(catalogue, locale, one.problem);
}

function counts(outcomes: readonly IngestOutcome[]): Record<IngestOutcome["outcome"], number> {
  const found = { added: 0, replaced: 0, unchanged: 0, copy: 0, unreadable: 0 };
  for (const { outcome } of outcomes) found[outcome]++;
  return found;
}

function summary(outcomes: readonly IngestOutcome[], { text }: CommandContext): string {
  return text("cli.ingest.done", { files: outcomes.length, ...counts(outcomes) });
}
