import { findFiles, loadFiles } from "../library/files.ts";
import type { IngestOutcome } from "../library/library.ts";
import { fileLine } from "../messages/failure.ts";
import { jsonArray, line, type Command, type CommandContext } from "./command.ts";
import { createProgress } from "./progress.ts";

/** `ingest PATH…`: takes files and folders in. Status 1 when a file could not be read or it was stopped half-way. */
export const ingestCommand: Command = {
  name: "ingest",
  words: "<path...>",
  options: [{ flags: "--json", summary: "cli.option.json" }],
  async run(context) {
    const { words, options, output, errors, text, open, signal } = context;
    const json = options["json"] === true;
    const app = await open();
    const { files } = await findFiles(words);
    const bar = createProgress(errors as NodeJS.WriteStream, text("cli.ingest.progress"), files.length);
    let outcomes: readonly IngestOutcome[];
    try {
      outcomes = await app.library.ingest(loadFiles(files), {
        signal,
        onProgress: (_, done) => bar.update(done),
      });
    } finally {
      bar.stop();
    }
    for (const one of outcomes)
      if (one.outcome === "unreadable") await line(errors, `${one.file}: ${reason(one, context)}`);
    if (json)
      await line(
        output,
        jsonArray(
          outcomes.map((one) => ({
            ...one,
            ...(one.outcome === "unreadable" ? { message: reason(one, context) } : {}),
          })),
        ),
      );
    else await line(output, summary(outcomes, context));
    if (signal.aborted) await line(errors, text("cli.stopped"));
    return signal.aborted || outcomes.some(({ outcome }) => outcome === "unreadable") ? 1 : 0;
  },
};

function reason(
  one: Extract<IngestOutcome, { outcome: "unreadable" }>,
  { locale, catalogue }: CommandContext,
): string {
  return fileLine(catalogue, locale, one.problem);
}

function summary(outcomes: readonly IngestOutcome[], { text }: CommandContext): string {
  const count = (kind: IngestOutcome["outcome"]): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length;
  return text("cli.ingest.done", {
    files: outcomes.length,
    added: count("added"),
    replaced: count("replaced"),
    unchanged: count("unchanged"),
    copies: count("copy"),
    unreadable: count("unreadable"),
  });
}
