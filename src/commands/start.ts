// `start`: the web chat, the jobs and what they need, until Ctrl-C or SIGTERM. The port is taken before the samples are loaded, so
// that a taken port is told at once; /ready answers 200 from the first question that can be answered.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../app.ts";
import type { Channel } from "../channels/channel.ts";
import type { Route } from "../http.ts";
import { AppError } from "../domain/errors.ts";
import { isLoopback } from "../domain/loopback.ts";
import { findFiles, loadFiles } from "../library/files.ts";
import { addressesElsewhere, addressHere } from "./address.ts";
import { line, type Command, type CommandContext } from "./command.ts";

const SAMPLES = fileURLToPath(new URL("../library/samples", import.meta.url));
const GRACE = 5_000;
const READY_WITHIN = 2_000;

const ROLES = ["bot", "worker", "console"] as const;
type Role = (typeof ROLES)[number];

/** `start`: everything in one process on embedded defaults, or with --role one part of it over servers. */
export const startCommand: Command = {
  name: "start",
  words: "",
  options: [{ flags: "--role <role>", summary: "cli.start.role" }],
  service: true,
  carried: false,
  async run(context) {
    const { config, output, text, log, open, signal } = context;
    const role = roleOf(context);
    const plays = (one: Role): boolean => role === undefined || role === one;
    const started = performance.now();
    const since = (moment: number): number => Math.round(performance.now() - moment);
    const { isFromHere, peerOf, serve } = await import("../http.ts");
    const { carryCommands } = await import("./carry.ts");
    const app = await open();
    let ready = false;
    const channels = plays("bot") ? [app.webChannel({ peer: peerOf }), ...app.platformChannels()] : [];
    const server = await serve({
      host: config.host,
      port: config.port,
      routes: [
        health(async () => (!ready ? "starting" : (await canAnswer(app)) ? deafAmong(channels) : "database")),
        ...channels.map(
          (channel): Route =>
            async (request) =>
              channel.fetch?.(request),
        ),
        ...(plays("bot") || plays("console") ? [app.reportRoute, app.paperRoute] : []),
        ...(plays("console") ? [app.overview({ isFromHere }).route] : []),
      ],
      log,
    });
    const carrying =
      role === undefined
        ? await carryCommands(app, { ...context, config: { ...config, port: server.port } })
        : undefined;
    if (plays("bot")) await loadSamples(app, context);
    // Whoever works first can tell at once whom a message leads to.
    const work = plays("worker") ? await app.work() : undefined;
    const conversation = plays("bot") ? await app.converse(channels) : undefined;
    ready = true;

    const reports = (await app.libraryStore.list()).length;
    const told = { role: role ?? "all", host: config.host, port: server.port, reports, ms: since(started) };
    log.info(told, "started");
    await tellWhere(context, role, server.port);
    await aborted(signal);

    const stopping = performance.now();
    ready = false;
    await line(output, text("cli.start.stopping"));
    const closing = Promise.all([server.stop(GRACE), carrying?.stop(GRACE)]);
    // Producers first: what a talk still writes finds its worker, or the next start does.
    await conversation?.stop(GRACE);
    await work?.stop(GRACE);
    await closing;
    log.info({ ms: since(stopping) }, "stopped");
    return 0;
  },
};

/** The role asked for. Throws AppError config.invalid when it is none, or when its servers are not configured. */
function roleOf({ options, config, text }: CommandContext): Role | undefined {
  const asked = options["role"];
  if (asked === undefined) return undefined;
  const role = ROLES.find((one) => one === asked);
  if (role === undefined) {
    throw new AppError("config.invalid", {
      detail: { "--role": text("cli.setting-wrong", { got: String(asked), wants: ROLES.join(", ") }) },
    });
  }
  const missing = [
    ...(config.databaseUrl === undefined ? ["DATABASE_URL"] : []),
    ...(config.redisUrl === undefined ? ["REDIS_URL"] : []),
    ...(config.keys === undefined ? ["GONGYOU_KEYS"] : []),
  ];
  if (missing.length > 0) {
    throw new AppError("config.invalid", {
      detail: Object.fromEntries(missing.map((name) => [name, text("cli.start.role-needs", { role })])),
    });
  }
  return role;
}

async function tellWhere(
  { config, output, text }: CommandContext,
  role: Role | undefined,
  port: number,
): Promise<void> {
  if (role === "worker") await line(output, text("cli.start.working"));
  else if (role === "console") {
    const address = `${addressHere(config.host, port)}overview`;
    // Under an address of the network nothing is opened without a link, on this machine either.
    if (isLoopback(new URL(address).hostname)) {
      await line(output, text("cli.start.overview", { address }));
    }
    await line(output, text("cli.start.overview-link"));
  } else {
    await line(output, text("cli.start.listening", { address: addressHere(config.host, port) }));
    for (const address of addressesElsewhere(config.host, port)) {
      await line(output, text("cli.start.elsewhere", { address }));
    }
  }
  await line(output, text("cli.start.stop-hint"));
}

/** /health: the process lives. /ready: it can answer questions, and every channel can hear them; else 503 with what it wants for. */
function health(wanting: () => Promise<string | undefined>): Route {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return new Response("ok\n");
    if (pathname !== "/ready") return undefined;
    const missing = await wanting();
    if (missing === undefined) return new Response("ready\n");
    return new Response(`not ready: ${missing}\n`, { status: 503 });
  };
}

/** "telegram is deaf since 2026-11-26T08:00:00.000Z: conflict"; undefined when all can hear. */
function deafAmong(channels: readonly Channel[]): string | undefined {
  const deaf = channels.flatMap(({ name, state }) => {
    const now = state?.();
    return now?.kind === "deaf" ? [`${name} is deaf since ${now.since}: ${now.why}`] : [];
  });
  return deaf.length === 0 ? undefined : deaf.join("; ");
}

/** Whether the database and the index both answer, and soon. */
async function canAnswer(app: App): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), READY_WITHIN);
  });
  const both = Promise.all([app.libraryStore.passageCount(), app.knowledge.count()]).then(
    () => true,
    () => false,
  );
  const answer = await Promise.race([both, late]);
  clearTimeout(timer);
  return answer;
}

/**
 * Loads the samples into a library that never held anything. The note in the data folder outlives a kill half-way, and
 * keeps samples that an officer removed from coming back.
 */
async function loadSamples(app: App, { config, output, text, signal }: CommandContext): Promise<void> {
  const note = join(config.dataFolder, "samples");
  const state = await readFile(note, "utf8").catch(() => "");
  if (state === "loaded" || (state === "" && (await app.library.reports()).length > 0)) return;
  await line(output, text("cli.start.loading"));
  await writeFile(note, "loading");
  const { files } = await findFiles([SAMPLES]);
  const outcomes = await app.library.ingest(loadFiles(files), { signal });
  if (signal.aborted) return;
  await writeFile(note, "loaded");
  const count = outcomes.filter(({ outcome }) => outcome === "added").length;
  await line(output, text("cli.start.loaded", { count }));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
