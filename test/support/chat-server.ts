// The web chat over a real store and inbox with scripted answers. Run by hand for a look at the page:
//   node bin/node24.js test/support/chat-server.ts [port] [folder] [milliseconds that 慢 takes]
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createWebChannel, preferredLocale, SECURITY_HEADERS } from "../../src/channels/web.ts";
import { createInbox } from "../../src/conversation/inbox.ts";
import { renderReportPage, reportNotFoundPage } from "../../src/library/report-page.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { openDatabase } from "../../src/stores/database.ts";
import { openCipher } from "../../src/stores/keys.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import { createFileShelf } from "./file-shelf.ts";
import { SAMPLE_REPORTS } from "./sample-reports.ts";
import { createScriptedTalk, EXAMPLES } from "./scripted-talk.ts";

export interface ChatServer {
  readonly url: string;
  readonly talk: ReturnType<typeof createScriptedTalk>;
  stop(): Promise<void>;
}

export async function startChatServer(
  options: { port?: number; folder?: string; slow?: number; beat?: number } = {},
): Promise<ChatServer> {
  const database = await openDatabase({ folder: options.folder, command: "test" });
  const stores = createPostgresStores(database, await openCipher(database, { folder: options.folder }));
  const store = stores.conversations;
  const { text } = createCatalogue();
  const now = (): Date => new Date();
  const talk = createScriptedTalk({ slow: options.slow ?? 400, newId: randomUUID, now });
  const quiet = { info() {}, error() {} };
  const channel = createWebChannel({
    text,
    hotline: "12351",
    examples: async (locale) => EXAMPLES[locale],
    history: (address, after) => store.history(address, after),
    forget: (address) => store.forget(address),
    ...createFileShelf(),
    now,
    ...(options.beat === undefined ? {} : { beat: options.beat }),
  });
  const inbox = createInbox({
    stores,
    handle: talk.handle,
    deliver: (address, replies, taken) => channel.send(address, replies, taken),
    text,
    hotline: "12351",
    log: quiet,
    now,
  });
  await channel.start(inbox.receive);
  await inbox.resume();

  async function respond(request: Request): Promise<Response> {
    const answered = await channel.fetch(request);
    if (answered !== undefined) return answered;
    const url = new URL(request.url);
    const locale = preferredLocale(request);
    const report = SAMPLE_REPORTS[url.pathname.replace("/reports/", "")];
    const from = Number(url.searchParams.get("from"));
    const to = Number(url.searchParams.get("to"));
    const own = { locale, text, url: `${url.pathname}${url.search}` };
    const page =
      report === undefined
        ? reportNotFoundPage(own)
        : renderReportPage({ ...own, report, ...(to > 0 ? { mark: { start: from, end: to } } : {}) });
    return new Response(page, {
      status: report === undefined ? 404 : 200,
      headers: { ...SECURITY_HEADERS, "content-type": "text/html; charset=utf-8" },
    });
  }

  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const made = serve({ fetch: respond, port: options.port ?? 0, hostname: "127.0.0.1" }, () =>
      resolve(made),
    );
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    talk,
    async stop() {
      await channel.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      await inbox.stop(5_000);
      await database.close();
    },
  };
}

if (import.meta.main) {
  const [port = "8399", folder, slow = "3000"] = process.argv.slice(2);
  const server = await startChatServer({
    port: Number(port),
    slow: Number(slow),
    ...(folder === undefined ? {} : { folder }),
  });
  process.stdout.write(`${server.url}\n`);
}
