// Puts the program together. Concrete adapters are named here and nowhere else; commands open what they need of it.
import { randomUUID } from "node:crypto";
import { readReport } from "../ingest/read.ts";
import { createAnswering, type Answering } from "./answering/answer.ts";
import { createExamples } from "./answering/examples.ts";
import { loadVocabulary, type Vocabulary } from "./answering/vocabulary.ts";
import type { Channel } from "./channels/channel.ts";
import { createTerminalChannel, type TerminalChannel, type TerminalOptions } from "./channels/terminal.ts";
import { createWebChannel, preferredLocale, SECURITY_HEADERS, type WebOptions } from "./channels/web.ts";
import type { Config } from "./config.ts";
import { createConversation } from "./conversation/converse.ts";
import { createInbox, type Inbox } from "./conversation/inbox.ts";
import type { Route } from "./http.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import { createPgvector } from "./knowledge/pgvector.ts";
import { createQdrant } from "./knowledge/qdrant.ts";
import { createLibrary, type Library } from "./library/library.ts";
import { createReportRoute } from "./library/report-route.ts";
import type { Log } from "./log.ts";
import type { Catalogue } from "./messages/catalogue.ts";
import type { ConversationStore } from "./stores/conversation-store.ts";
import { openDatabase } from "./stores/database.ts";
import type { LibraryStore } from "./stores/library-store.ts";
import { createPostgresConversations } from "./stores/postgres-conversations.ts";
import { createPostgresLibrary } from "./stores/postgres-library.ts";

export interface AppRequest {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly log: Log;
  /** What this process does, told to a second process that wants the same data folder. */
  readonly command: string;
}

export interface App {
  readonly libraryStore: LibraryStore;
  readonly library: Library;
  readonly knowledge: Knowledge;
  readonly vocabulary: Vocabulary;
  readonly answering: Answering;
  readonly conversations: ConversationStore;
  /** The web chat and the pages around it; replies reach it once `converse` runs it. `peer` is for its limits. */
  webChannel(options?: Pick<WebOptions, "peer">): Channel;
  terminalChannel(options: Omit<TerminalOptions, "text" | "now">): TerminalChannel;
  reportRoute: Route;
  /** Starts the channels and carries their messages; finishes first what an earlier run left. */
  converse(channels: readonly Channel[]): Promise<Conversation>;
  close(): Promise<void>;
}

export interface Conversation {
  readonly inbox: Inbox;
  /** Stops the channels, then lets running answers finish within `timeout` milliseconds. */
  stop(timeout: number): Promise<void>;
}

/** Opens the data folder and everything built on it. Throws what `openDatabase` and the index throw. */
export async function openApp({ config, catalogue, log, command }: AppRequest): Promise<App> {
  const now = (): Date => new Date();
  const write = catalogue.text;
  const { hotline } = config;
  const database = await openDatabase({ folder: config.dataFolder, command });
  try {
    const knowledge =
      config.qdrant === undefined ? await createPgvector({ database }) : createQdrant(config.qdrant);
    const libraryStore = createPostgresLibrary(database);
    const conversations = createPostgresConversations(database);
    const library = createLibrary({ store: libraryStore, knowledge, read: readReport, now });
    await library.mend();
    const vocabulary = loadVocabulary(new URL("answering/vocabulary.yaml", import.meta.url));
    const answering = createAnswering({ knowledge, library: libraryStore, vocabulary, write, hotline });
    const examples = createExamples({ library: libraryStore, vocabulary, answering, write });
    return {
      libraryStore,
      library,
      knowledge,
      vocabulary,
      answering,
      conversations,
      webChannel: (options = {}) =>
        createWebChannel({
          ...options,
          text: write,
          hotline,
          examples,
          history: (address, after) => conversations.history(address, after),
          forget: (address) => conversations.forget(address),
          now,
        }),
      terminalChannel: (options) => createTerminalChannel({ ...options, text: write, now }),
      reportRoute: createReportRoute({
        store: libraryStore,
        text: write,
        preferredLocale,
        headers: SECURITY_HEADERS,
      }),
      async converse(channels) {
        const byName = new Map(channels.map((channel) => [channel.name, channel]));
        const inbox = createInbox({
          store: conversations,
          handle: createConversation({ answering, write, hotline, now, newId: randomUUID }),
          deliver: async (address, replies) => byName.get(address.channel)?.send(address, replies),
          text: write,
          hotline,
          log,
          now,
        });
        await inbox.resume(channels.map(({ name }) => name));
        for (const channel of channels) await channel.start(inbox.receive);
        return {
          inbox,
          async stop(timeout) {
            for (const channel of channels) await channel.stop();
            await inbox.stop(timeout);
          },
        };
      },
      async close() {
        await knowledge.close();
        await database.close();
      },
    };
  } catch (cause) {
    await database.close();
    throw cause;
  }
}
