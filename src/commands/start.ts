// `start`: the web chat and what it needs, until Ctrl-C or SIGTERM. The port is taken before the samples are loaded, so
// that a taken port is told at once; /ready answers 200 from the first question that can be answered.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../app.ts";
import type { Route } from "../http.ts";
import { findFiles, loadFiles } from "../library/files.ts";
import { addressesElsewhere, addressHere } from "./address.ts";
import { line, type Command, type CommandContext } from "./command.ts";

const SAMPLES = fileURLToPath(new URL("../library/samples", import.meta.url));
const GRACE = 5_000;
const READY_WITHIN = 2_000;

/** `start`: the web chat on embedded defaults; loads the samples when the data folder is new. */
export const startCommand: Command = {
  name: "start",
  words: "",
  options: [],
  service: true,
  async run(context) {
    const { config, output, text, log, open, signal } = context;
    const started = performance.now();
    const since = (moment: number): number => Math.round(performance.now() - moment);
    const { peerOf, serve } = await import("../http.ts");
    const app = await open();
    let talking = false;
    const channel = app.webChannel({ peer: peerOf });
    const server = await serve({
      host: config.host,
      port: config.port,
      routes: [
        health(() => talking && canAnswer(app)),
        async (request) => channel.fetch?.(request),
        app.reportRoute,
      ],
      log,
    });
    await loadSamples(app, context);
    const conversation = await app.converse([channel]);
    talking = true;

    const reports = (await app.libraryStore.list()).length;
    log.info({ host: config.host, port: server.port, reports, ms: since(started) }, "started");
    await line(output, text("cli.start.listening", { address: addressHere(config.host, server.port) }));
    for (const address of addressesElsewhere(config.host, server.port)) {
      await line(output, text("cli.start.elsewhere", { address }));
    }
    await line(output, text("cli.start.stop-hint"));
    await aborted(signal);

    const stopping = performance.now();
    talking = false;
    await line(output, text("cli.start.stopping"));
    const closing = server.stop(GRACE);
    await conversation.stop(GRACE);
    await closing;
    log.info({ ms: since(stopping) }, "stopped");
    return 0;
  },
};

/** /health: the process lives. /ready: it can answer questions. */
function health(ready: () => boolean | Promise<boolean>): Route {
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return new Response("ok\n");
    if (pathname !== "/ready") return undefined;
    return (await ready()) ? new Response("ready\n") : new Response("not ready\n", { status: 503 });
  };
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
