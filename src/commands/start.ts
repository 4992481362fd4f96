import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { App } from "../app.ts";
import { serve } from "../http.ts";
import { findFiles, loadFiles } from "../library/files.ts";
import { line, type Command, type CommandContext } from "./command.ts";

const SAMPLES = fileURLToPath(new URL("../library/samples", import.meta.url));
const GRACE = 5_000;

/** `start`: the web chat on embedded defaults; loads the samples when the data folder is new. */
export const startCommand: Command = {
  name: "start",
  words: "",
  options: [],
  async run(context) {
    const { config, output, text, open, signal } = context;
    const app = await open();
    await loadSamples(app, context);
    const channel = app.webChannel();
    const conversation = await app.converse([channel]);
    const server = await serve({
      host: config.host,
      port: config.port,
      routes: [
        async (request) => (new URL(request.url).pathname === "/health" ? new Response("ok\n") : undefined),
        async (request) => channel.fetch?.(request),
        app.reportRoute,
      ],
    });
    await line(output, text("cli.start.listening", { address: server.address }));
    await line(output, text("cli.start.stop-hint"));
    await aborted(signal);
    await line(output, text("cli.start.stopping"));
    const closing = server.stop(GRACE);
    await conversation.stop(GRACE);
    await closing;
    return 0;
  },
};

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
  await line(
    output,
    text("cli.start.loaded", { count: outcomes.filter(({ outcome }) => outcome === "added").length }),
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
