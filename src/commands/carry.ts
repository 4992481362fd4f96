// Commands that run where the data folder is open already: `start` takes them in, every other process hands them over.
// What is run is the same Command, given other streams; control/ has the socket between the two.
import { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import { askHolder } from "../control/asker.ts";
import { holdControl, type CarriedLine, type Holder } from "../control/holder.ts";
import { AppError } from "../domain/errors.ts";
import { createLog } from "../log.ts";
import { line as writeLine, type Command, type CommandContext } from "./command.ts";
import { failureOf } from "./failure.ts";

/** Takes commands of other processes until stopped; undefined where servers hold everything and nobody has to ask. */
export async function carryCommands(app: App, context: CommandContext): Promise<Holder | undefined> {
  const { config, commands, catalogue, log: ownLog } = context;
  if (!needsFolder(config)) return undefined;

  async function run({ line, output, errors, signal }: CarriedLine): Promise<number | undefined> {
    const command = commands.find(({ name, carried }) => carried && name === line.name);
    if (command === undefined) return undefined;
    const started = performance.now();
    const { words, options, locale, cwd, logLevel = "warn" } = line;
    let status: number;
    try {
      status = await command.run({
        ...context,
        words,
        options,
        locale,
        cwd,
        text: (key, values) => catalogue.text(locale, key, values),
        log: createLog(logLevel, errors),
        input: Readable.from([]),
        output,
        errors,
        signal,
        shared: true,
        open: async () => app,
      });
    } catch (cause) {
      const failure = failureOf(cause, catalogue, locale);
      await new Promise((resolve) => errors.write(failure.said, resolve));
      status = failure.status;
    }
    const ms = Math.round(performance.now() - started);
    ownLog.info({ command: command.name, status, ms }, "command run for another process");
    return status;
  }

  try {
    return await holdControl({ folder: config.dataFolder, settings: placesOf(config), run });
  } catch (cause) {
    // The service is worth more than this comfort; without it the others are told that the folder is taken.
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    ownLog.error({ code }, "commands of other processes cannot be taken");
    return undefined;
  }
}

/** Runs the command, or has it run by the process that holds the data folder; gives the exit status. */
export async function runWherever(command: Command, context: CommandContext): Promise<number> {
  if (!command.carried || !needsFolder(context.config)) return command.run(context);
  const tried = await runElsewhere(command, context);
  if (typeof tried === "number") return tried;
  try {
    return await command.run(context);
  } catch (cause) {
    if (tried !== "nobody" || !mayBeOpening(cause)) throw cause;
    const until = performance.now() + OPENING_MS;
    while (performance.now() < until && !context.signal.aborted) {
      await setTimeout(LOOK_MS);
      const again = await runElsewhere(command, context);
      if (typeof again === "number") return again;
    }
    throw cause;
  }
}

/** A service that has just begun opens its data before it can take commands; while it does, it may not even say who it is. */
const mayBeOpening = (cause: unknown): boolean =>
  cause instanceof AppError &&
  cause.code === "data.locked" &&
  ["gongyou start", ""].includes(cause.detail["command"] ?? "");
const OPENING_MS = 20_000;
const LOOK_MS = 250;

/**
 * The exit status of the command as the data folder's holder ran it. Nothing was run when `nobody` takes commands, or
 * `somebody` does and does not run this one. Throws AppError data.locked when the holder says why it will not have it.
 */
async function runElsewhere(
  command: Command,
  context: CommandContext,
): Promise<number | "nobody" | "somebody"> {
  const { config, words, options, locale, cwd, output, errors, signal, text } = context;
  const { logLevel, dataFolder: folder } = config;
  const watched = "isTTY" in errors && errors.isTTY === true && "columns" in errors;
  const columns = watched ? Number(errors.columns) || 80 : undefined;
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const carried = await askHolder({
    folder,
    line: {
      name: command.name,
      words,
      options: Object.fromEntries(given),
      locale,
      cwd,
      ...(logLevel === undefined ? {} : { logLevel }),
      ...(columns === undefined ? {} : { columns }),
    },
    settings: placesOf(config),
    output,
    errors,
    signal,
  });
  if (carried.kind === "done") return carried.status;
  if (carried.kind === "lost") {
    await writeLine(errors, text("control.lost"));
    return 1;
  }
  if (carried.kind === "refused" && carried.reason !== "unknown") {
    throw new AppError("data.locked", { detail: { folder, reason: `holder ${carried.reason}` } });
  }
  return carried.kind === "nobody" ? "nobody" : "somebody";
}

/** With a server for the tables and one for the passages, no process holds the folder. */
const needsFolder = ({ databaseUrl, qdrant }: Config): boolean =>
  databaseUrl === undefined || qdrant === undefined;

/** The settings that say where the data is and what opens it; one that is left out is the holder's. */
function placesOf({ databaseUrl, qdrant, keys }: Config): Record<string, string> {
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(qdrant === undefined ? {} : { qdrant: `${qdrant.url} ${qdrant.collection}` }),
    ...(keys === undefined ? {} : { keys }),
  };
}
