import type { Readable, Writable } from "node:stream";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import type { Locale } from "../domain/message.ts";
import type { Log } from "../log.ts";
import type { Catalogue } from "../messages/catalogue.ts";

/** What a command gets: its words and options, the streams, and a way to open the application. */
export interface CommandContext {
  readonly config: Config;
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
  /** The folder that paths among the words and options stand in; this process may have another. */
  readonly cwd: string;
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  readonly locale: Locale;
  readonly catalogue: Catalogue;
  readonly log: Log;
  /** Aborted by Ctrl-C or SIGTERM, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  text(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** The process serves people meanwhile: what takes long is to be done in short steps. */
  readonly shared?: true;
  /** Every command, for one that runs them for other processes. */
  readonly commands: readonly Command[];
  /** Opens the application, or gives the one that is open; whoever runs the command closes it. */
  open(): Promise<App>;
}

export interface CommandOption {
  /** As commander writes it: "--place <name>". */
  readonly flags: string;
  /** Key of the line that explains it. */
  readonly summary: string;
}

/**
 * A command of the command line. `run` gives the exit status: 0 done, 1 something failed, 2 wrong use. Every command's
 * file is read before any help can be shown, so what is slow to load is imported inside `run`.
 */
export interface Command {
  readonly name: string;
  /** As commander writes it: "<path...>". */
  readonly words: string;
  readonly options: readonly CommandOption[];
  /** Writes a line for every unit of work; other commands log trouble only, unless LOG_LEVEL says otherwise. */
  readonly service?: true;
  /**
   * Whether the process that holds the data folder may run it for another: it reads no input, takes what it needs from
   * its context only, its paths from `cwd`, says nothing before it opens the application that it would not say again
   * there, and ends when its signal is aborted.
   */
  readonly carried: boolean;
  run(context: CommandContext): Promise<number>;
}

/** One line to a stream, once it is taken. */
export function line(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve) => {
    stream.write(`${text}\n`, () => resolve());
  });
}

/** A JSON array with one element a line, so that both a parser and a person with grep can read it. */
export function jsonArray(rows: readonly object[]): string {
  return rows.length === 0 ? "[]" : `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]`;
}

/** Columns padded so that they line up; Han characters count as two. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell))));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell + " ".repeat((widths[column] ?? 0) - displayWidth(cell)),
        )
        .join("  "),
    )
    .join("\n");
}

/** Columns of a terminal that the text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
  return width;
}
