import { Command as Program, CommanderError } from "commander";
import type { Command } from "./command.ts";

export interface ParsedLine {
  readonly command: Command;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/**
 * Reads a command line. Undefined when help or the version was asked for and printed; a number is the exit status after
 * wrong use, told on standard error.
 */
export async function readLine(
  commands: readonly Command[],
  arguments_: readonly string[],
  version: string,
  text: (key: string) => string,
): Promise<ParsedLine | number | undefined> {
  let parsed: ParsedLine | undefined;
  const program = new Program("gongyou")
    .description(text("cli.summary"))
    .version(version)
    .option("--data <folder>", text("cli.option.data"))
    .helpOption("-h, --help", text("cli.option.help"))
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError(text("cli.see-help"));
  for (const command of commands) {
    const added = program
      .command(`${command.name} ${command.words}`.trim())
      .description(text(`cli.${command.name}.summary`))
      .option("--data <folder>", text("cli.option.data"))
      .helpOption("-h, --help", text("cli.option.help"))
      .showHelpAfterError(text("cli.see-help"));
    for (const { flags, summary } of command.options) added.option(flags, text(summary));
    added.action((...given: unknown[]) => {
      const words = given
        .slice(0, -2)
        .flat()
        .filter((word): word is string => typeof word === "string");
      parsed = { command, words, options: added.optsWithGlobals() };
    });
  }
  try {
    await program.parseAsync([...arguments_], { from: "user" });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    // Help without a command is printed on standard error by commander: asking for it is right use, needing it is not.
    return cause.exitCode === 0 ? undefined : 2;
  }
  return parsed;
}
