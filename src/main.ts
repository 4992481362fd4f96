// Where the program begins: reads the command line and the environment, runs one command, closes what it opened, last first.
// No other file does anything by being imported.
// What a command needs is loaded once it is known that it will run, so that help and wrong use answer at once.
import manifest from "../package.json" with { type: "json" };
import type { App } from "./app.ts";
import { askCommand } from "./commands/ask.ts";
import { auditCommand } from "./commands/audit.ts";
import { chatCommand } from "./commands/chat.ts";
import type { Command, CommandContext } from "./commands/command.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evalCommand } from "./commands/eval.ts";
import { failureOf } from "./commands/failure.ts";
import { figuresCommand } from "./commands/figures.ts";
import { eraseCommand, exportCommand } from "./commands/member.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { batchCommand, staffCommand, unitCommand } from "./commands/office.ts";
import { overviewCommand } from "./commands/overview.ts";
import { ratingsCommand } from "./commands/ratings.ts";
import { readLine, type ParsedLine } from "./commands/program.ts";
import { removeCommand } from "./commands/remove.ts";
import { reportsCommand } from "./commands/reports.ts";
import { startCommand } from "./commands/start.ts";
import type { Locale } from "./domain/message.ts";
import { createCatalogue } from "./messages/catalogue.ts";
import { readSettingsFile, SETTINGS_FILE } from "./settings-file.ts";

const COMMANDS: readonly Command[] = [
  startCommand,
  ingestCommand,
  reportsCommand,
  removeCommand,
  askCommand,
  chatCommand,
  evalCommand,
  figuresCommand,
  doctorCommand,
  ratingsCommand,
  staffCommand,
  unitCommand,
  batchCommand,
  overviewCommand,
  exportCommand,
  eraseCommand,
  auditCommand,
];

/** The language the terminal is set to. */
function terminalLocale(variables: Readonly<Record<string, string | undefined>>): Locale {
  const language = variables["LC_ALL"] || variables["LC_MESSAGES"] || variables["LANG"] || "";
  if (!/^zh/i.test(language)) return "en";
  return /^zh[_-](?:TW|HK|MO|Hant)/i.test(language) ? "zh-Hant" : "zh-Hans";
}

const settingsRead = readSettingsFile(process.env);
const catalogue = createCatalogue();
const locale = terminalLocale(process.env);
const text: CommandContext["text"] = (key, values) => catalogue.text(locale, key, values);
const tell = (said: string): void => void process.stderr.write(said);

async function main(): Promise<number> {
  const stop = new AbortController();
  stopOnSignals(stop);
  let broken: NodeJS.ErrnoException | undefined;
  process.stdout.on("error", (cause) => {
    broken ??= cause;
    stop.abort();
  });
  process.stderr.on("error", () => {});

  if (!settingsRead) {
    tell(`${text("cli.settings-unreadable", { file: SETTINGS_FILE })}\n`);
    return 2;
  }
  const read = await readLine(COMMANDS, process.argv.slice(2), manifest.version, text);
  if (read.kind === "told") await written(read.text);
  if (read.kind === "wrong") tell(read.text);
  const status = read.kind === "told" ? 0 : read.kind === "wrong" ? 2 : await run(read.line, stop.signal);
  if (broken === undefined) return status;
  // A reader that has seen enough ("| head") is no failure; a full disk is.
  if (broken.code === "EPIPE") return 0;
  tell(`${text("cli.output-failed")}\n`);
  return 1;
}

/** Resolves when the text is out, or its failure is known. */
function written(said: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(said, () => setImmediate(resolve));
  });
}

async function run({ command, words, options }: ParsedLine, signal: AbortSignal): Promise<number> {
  let opened: Promise<App> | undefined;
  try {
    const { parseConfig } = await import("./config.ts");
    const { createLog } = await import("./log.ts");
    const folder = options["data"];
    const config = parseConfig(
      { ...process.env, ...(typeof folder === "string" ? { DATA_DIR: folder } : {}) },
      (variable, got) =>
        text("cli.setting-wrong", { got, wants: text(`cli.setting.${variable.toLowerCase()}`) }),
    );
    // Somebody who watches the terminal reads sentences; a file or a collector gets every line.
    const watched = process.stderr.isTTY;
    const log = createLog(config.logLevel ?? (command.service === true && !watched ? "info" : "warn"));
    const context: CommandContext = {
      config,
      catalogue,
      log,
      locale,
      text,
      signal,
      options,
      words,
      cwd: process.cwd(),
      input: process.stdin,
      output: process.stdout,
      errors: process.stderr,
      commands: COMMANDS,
      open: () =>
        (opened ??= import("./app.ts").then(({ openApp }) =>
          openApp({ config, catalogue, log, command: `gongyou ${command.name}` }),
        )),
    };
    const { runWherever } = await import("./commands/carry.ts");
    return await runWherever(command, context);
  } catch (cause) {
    const { said, status } = failureOf(cause, catalogue, locale);
    tell(said);
    return status;
  } finally {
    // One that could not be opened said so above.
    const app = await opened?.catch(() => undefined);
    await app?.close();
  }
}

// npm and the launcher pass a Ctrl-C on that the terminal has sent to this process already.
const SAME_SIGNAL = 1_000;
const LONGEST_STOP = 20_000;

/** The first signal lets the command finish what must be finished; one more, later, ends the process. */
function stopOnSignals(stop: AbortController): void {
  let first: number | undefined;
  const onSignal = (): void => {
    first ??= performance.now();
    if (performance.now() - first > SAME_SIGNAL) process.exit(1);
    stop.abort();
    // What does not end by itself is ended: every store is sound after a kill.
    setTimeout(() => process.exit(1), LONGEST_STOP).unref();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
}

process.exit(await main());
