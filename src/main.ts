// The only file with effects at import: arguments → config → app → command → stop in reverse.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { openApp, type App } from "./app.ts";
import { askCommand } from "./commands/ask.ts";
import { chatCommand } from "./commands/chat.ts";
import type { Command, CommandContext } from "./commands/command.ts";
import { evalCommand } from "./commands/eval.ts";
import { figuresCommand } from "./commands/figures.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { readLine } from "./commands/program.ts";
import { removeCommand } from "./commands/remove.ts";
import { reportsCommand } from "./commands/reports.ts";
import { startCommand } from "./commands/start.ts";
import { parseConfig } from "./config.ts";
import { AppError } from "./domain/errors.ts";
import type { Locale } from "./domain/message.ts";
import { createLog } from "./log.ts";
import { createCatalogue } from "./messages/catalogue.ts";
import { errorLine } from "./messages/failure.ts";

const COMMANDS: readonly Command[] = [
  startCommand,
  ingestCommand,
  reportsCommand,
  removeCommand,
  askCommand,
  chatCommand,
  evalCommand,
  figuresCommand,
];

/** The language the terminal is set to. */
function terminalLocale(variables: Readonly<Record<string, string | undefined>>): Locale {
  const language = variables["LC_ALL"] || variables["LC_MESSAGES"] || variables["LANG"] || "";
  if (!/^zh/i.test(language)) return "en";
  return /^zh[_-](?:TW|HK|MO|Hant)/i.test(language) ? "zh-Hant" : "zh-Hans";
}

async function main(): Promise<number> {
  const catalogue = createCatalogue();
  const locale = terminalLocale(process.env);
  const text: CommandContext["text"] = (key, values) => catalogue.text(locale, key, values);
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort());
  // A reader that went away ("| head") ends the work quietly.
  process.stdout.on("error", () => process.exit(0));

  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")));
  const parsed = await readLine(COMMANDS, process.argv.slice(2), version, text);
  if (parsed === undefined) return 0;
  if (typeof parsed === "number") return parsed;

  const opened: App[] = [];
  try {
    const folder = parsed.options["data"];
    const config = parseConfig({
      ...process.env,
      ...(typeof folder === "string" ? { DATA_DIR: folder } : {}),
    });
    const log = createLog(config.logLevel);
    return await parsed.command.run({
      config,
      catalogue,
      locale,
      text,
      signal: stop.signal,
      options: parsed.options,
      words: parsed.words,
      input: process.stdin,
      output: process.stdout,
      errors: process.stderr,
      async open() {
        const app = await openApp({ config, catalogue, log, command: `gongyou ${parsed.command.name}` });
        opened.push(app);
        return app;
      },
    });
  } catch (cause) {
    if (!(cause instanceof AppError)) {
      process.stderr.write(
        `${text("cli.unexpected")}\n${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
      );
      return 1;
    }
    process.stderr.write(`${errorLine(catalogue, locale, cause)}\n`);
    return cause.code === "config.invalid" ? 2 : 1;
  } finally {
    for (const app of opened.reverse()) await app.close();
  }
}

process.exit(await main());
