// The command line as commander reads it, said in the reader's language: what to run, help, or wrong use.
// main.ts runs what comes out; nothing here opens or loads anything.
import { Command as Program, CommanderError } from "commander";
import { displayWidth, type Command } from "./command.ts";

export interface ParsedLine {
  readonly command: Command;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** Help or the version, or what was wrong, to be printed; or what to run. */
export type Read =
  | { readonly kind: "run"; readonly line: ParsedLine }
  | { readonly kind: "told"; readonly text: string }
  | { readonly kind: "wrong"; readonly text: string };

/** Reads a command line. */
export async function readLine(
  commands: readonly Command[],
  arguments_: readonly string[],
  version: string,
  text: (key: string, values?: Readonly<Record<string, string>>) => string,
): Promise<Read> {
  let line: ParsedLine | undefined;
  let told = "";
  const tell = (part: string): void => void (told += part);
  const dressed = (program: Program): Program =>
    program
      .option("--data <folder>", text("cli.option.data"))
      .helpOption("-h, --help", text("cli.option.help"))
      .helpCommand(false)
      .exitOverride()
      // What is wrong is said below, in the reader's language.
      .configureOutput({ writeOut: tell, writeErr: tell, outputError() {} })
      .configureHelp({
        displayWidth,
        styleTitle: (title) => (HEADINGS[title] === undefined ? title : text(HEADINGS[title])),
      });

  const program = dressed(new Program("gongyou"))
    .description(text("cli.summary"))
    .usage(text("cli.usage"))
    .version(version, "-V, --version", text("cli.option.version"));
  for (const command of commands) {
    const added = dressed(program.command(`${command.name} ${command.words}`.trim())).description(
      text(`cli.${command.name}.summary`),
    );
    for (const { flags, summary } of command.options) added.option(flags, text(summary));
    added.action((...given: unknown[]) => {
      const words = given
        .slice(0, -2)
        .flat()
        .filter((word): word is string => typeof word === "string");
      line = { command, words, options: added.optsWithGlobals() };
    });
  }
  try {
    await program.parseAsync([...arguments_], { from: "user" });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode === 0) return { kind: "told", text: told };
    // Asking for help is right use, needing it is not.
    if (cause.code === "commander.help") return { kind: "wrong", text: told };
    return { kind: "wrong", text: `${wrongUse(cause, text)}\n` };
  }
  if (line === undefined) return { kind: "wrong", text: program.helpInformation() };
  if (line.options["data"] === "") {
    return { kind: "wrong", text: `${text("cli.wrong.no-value", { name: "--data" })}\n` };
  }
  return { kind: "run", line };
}

const HEADINGS: Readonly<Record<string, string>> = {
  "Usage:": "cli.heading.usage",
  "Options:": "cli.heading.options",
  "Commands:": "cli.heading.commands",
};

const WRONG: Readonly<Record<string, string>> = {
  "commander.unknownCommand": "cli.wrong.command",
  "commander.unknownOption": "cli.wrong.option",
  "commander.missingArgument": "cli.wrong.missing",
  "commander.optionMissingArgument": "cli.wrong.no-value",
  "commander.excessArguments": "cli.wrong.too-many",
};

function wrongUse(
  { code, message }: CommanderError,
  text: (key: string, values: Readonly<Record<string, string>>) => string,
): string {
  const name = /'([^']*)'/.exec(message)?.[1] ?? "";
  const meant = /\(Did you mean (?:one of )?([^?)]+)\?\)/.exec(message)?.[1];
  return [
    text(WRONG[code] ?? "cli.wrong.other", { name }),
    ...(meant === undefined ? [] : [text("cli.wrong.meant", { name: meant })]),
    text("cli.see-help", {}),
  ].join("\n");
}
