// Puts the program together. Concrete adapters are named here and nowhere else; commands open what they need of it.
import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { readReport } from "../ingest/read.ts";
import { fold } from "../ingest/script.ts";
import { createAnswering, type Answering } from "./answering/answer.ts";
import { createExamples } from "./answering/examples.ts";
import { loadVocabulary, type Vocabulary } from "./answering/vocabulary.ts";
import { createCases, type Cases } from "./applications/cases/cases.ts";
import { ensureRecurring } from "./applications/cases/deadlines.ts";
import { createFill } from "./applications/form/fill.ts";
import { createJobHandlers } from "./applications/jobs/jobs.ts";
import { createPapers } from "./applications/paper-route.ts";
import { loadPlaceSettings, PLACES_FOLDER } from "./applications/place-settings.ts";
import { loadProgrammes, PROGRAMMES_FOLDER, settingNames } from "./applications/programmes.ts";
import { createReview } from "./applications/review/review.ts";
import type { ReviewService } from "./applications/service.ts";
import type { Channel, KeepFile } from "./channels/channel.ts";
import { createFeishuChannel } from "./channels/feishu.ts";
import { diagnose as diagnoseFeishu } from "./channels/feishu/diagnose.ts";
import type { Finding, PlatformOptions } from "./channels/platform.ts";
import { createTelegramChannel } from "./channels/telegram.ts";
import { diagnose as diagnoseTelegram } from "./channels/telegram/diagnose.ts";
import { createTerminalChannel, type TerminalChannel, type TerminalOptions } from "./channels/terminal.ts";
import { createWebChannel, preferredLocale, SECURITY_HEADERS, type WebOptions } from "./channels/web.ts";
import type { Config } from "./config.ts";
import { createOverview, type Overview } from "./console/overview.ts";
import { sayRefusedInGroups } from "./conversation/group-refused.ts";
import { createConversation } from "./conversation/converse.ts";
import { createInbox, type Inbox } from "./conversation/inbox.ts";
import { groupsOver, inboxOver } from "./conversation/channels-by-name.ts";
import { fileName, LARGEST_FILE, mediaTypeOf } from "./domain/media-type.ts";
import type { Route } from "./http.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import { createPgvector } from "./knowledge/pgvector.ts";
import { createQdrant } from "./knowledge/qdrant.ts";
import { createLibrary, type Library } from "./library/library.ts";
import { createReportRoute } from "./library/report-route.ts";
import { REPORT_THREADS } from "./report-threads.ts";
import type { Log } from "./log.ts";
import { noteBlocked } from "./members/blocked.ts";
import { codeOf } from "./members/codes.ts";
import { forgetChat } from "./members/forget-chat.ts";
import { createMembership } from "./members/membership.ts";
import type { Catalogue } from "./messages/catalogue.ts";
import { createBullmqQueue } from "./queue/bullmq.ts";
import { createEmbeddedQueue } from "./queue/embedded.ts";
import type { Queue } from "./queue/jobs.ts";
import { type Database, openDatabase } from "./stores/database.ts";
import { openCipher } from "./stores/keys.ts";
import type { LibraryStore } from "./stores/library-store.ts";
import { createPostgresStores } from "./stores/postgres-stores.ts";
import type { StoreSet } from "./stores/stores.ts";

export interface AppRequest {
  readonly config: Config;
  readonly catalogue: Catalogue;
  readonly log: Log;
  /** What this process does, told to a second process that wants the same data folder. */
  readonly command: string;
}

export interface App {
  readonly stores: StoreSet;
  readonly libraryStore: LibraryStore;
  readonly library: Library;
  readonly knowledge: Knowledge;
  readonly vocabulary: Vocabulary;
  readonly answering: Answering;
  readonly review: ReviewService;
  readonly endCases: Cases["endCases"];
  /** The web chat and the pages around it; replies reach it once `converse` runs it. `peer` is for its limits. */
  webChannel(options?: Pick<WebOptions, "peer">): Channel;
  /** The chat platforms that are set. */
  platformChannels(): Channel[];
  terminalChannel(options: Omit<TerminalOptions, "text" | "now" | "keepFile">): TerminalChannel;
  reportRoute: Route;
  /** The office's overview, for requests made on this machine and for whoever has a link. */
  overview(options?: { readonly isFromHere: (request: Request) => boolean }): Overview;
  /** Papers of cases, for officers with a link. */
  paperRoute: Route;
  /** Starts the channels and carries their messages; finishes first what an earlier run left. */
  converse(channels: readonly Channel[]): Promise<Conversation>;
  /** Runs the jobs, those first that an earlier run left. */
  work(): Promise<Work>;
  close(): Promise<void>;
}

export interface Conversation {
  readonly inbox: Inbox;
  /** Stops the channels, then lets running answers finish within `timeout` milliseconds. */
  stop(timeout: number): Promise<void>;
}

export interface Work {
  readonly queue: Queue;
  stop(timeout: number): Promise<void>;
}

/** Opens the data folder or the servers, and everything built on them. Throws what `openDatabase` and the index throw. */
export async function openApp({ config, catalogue, log, command }: AppRequest): Promise<App> {
  const now = (): Date => new Date();
  const write = catalogue.text;
  const { hotline, dataFolder } = config;
  const opened: { close(): Promise<void> }[] = [];
  const closeAll = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };
  try {
    const database = await openDatabase(
      config.databaseUrl === undefined
        ? { folder: dataFolder, command }
        : { server: { url: config.databaseUrl }, command },
    );
    opened.push(database);
    const cipher = await openCipher(database, { folder: dataFolder, given: config.keys });
    const stores = createPostgresStores(database, cipher, undefined, config.databaseUrl !== undefined);
    const knowledge = await openKnowledge(config, database, command);
    opened.push(...knowledge.opened);
    const libraryStore = stores.library;
    const library = oneAtATime(
      database,
      createLibrary({
        store: libraryStore,
        knowledge: knowledge.index,
        read: readReport,
        threads: REPORT_THREADS,
        now,
      }),
    );
    await library.mend();
    await database.exclusively("units", () => ensureRoot(stores, write));
    const vocabulary = loadVocabulary(new URL("answering/vocabulary.yaml", import.meta.url));
    const answering = createAnswering({
      knowledge: knowledge.index,
      library: libraryStore,
      vocabulary,
      write,
      hotline,
    });
    const examples = createExamples({ library: libraryStore, vocabulary, answering, write });

    const kept = join(dataFolder, "programme-versions");
    const programmes = loadProgrammes([PROGRAMMES_FOLDER, join(dataFolder, "programmes")], kept);
    programmes.keep(kept);
    const settings = loadPlaceSettings(
      [PLACES_FOLDER, join(dataFolder, "places")],
      settingNames(programmes.current.values()),
    );
    const newCode = (): string => codeOf(randomBytes(8));
    const papers = createPapers({
      attachments: stores.attachments,
      audit: stores.audit,
      sign: (text) => cipher.fingerprint("paper-link", text),
      now,
      headers: SECURITY_HEADERS,
    });
    const dependencies = { stores, programmes, write, now, newId: randomUUID, hotline };
    const cases = createCases(dependencies);
    const review = createReview({ ...dependencies, newCode, paperLink: papers.link });
    const fill = createFill({ ...dependencies, cases, settings: settings.settingsFor, newCode });
    const membership = createMembership({
      stores,
      write,
      describe: cases.describe,
      endCases: cases.endCases,
      endForConsent: cases.endForConsent,
      newCode,
      newId: randomUUID,
      now,
    });
    const queueOptions = { store: stores.jobs, log, now, alone: config.databaseUrl === undefined };
    const queue =
      config.redisUrl === undefined
        ? createEmbeddedQueue({ ...queueOptions, interval: QUEUE_INTERVAL })
        : createBullmqQueue({ ...queueOptions, interval: QUEUE_INTERVAL, url: config.redisUrl });
    let talking: Inbox | undefined;

    const keepFile: KeepFile = async (from, name, bytes) => {
      if (bytes.length > LARGEST_FILE) return "too-large";
      const type = mediaTypeOf(bytes, name);
      if (type === undefined) return "not-a-paper";
      const file = { name: fileName(name), type, size: bytes.length };
      return stores.attachments.add(file, bytes, from, now().toISOString());
    };

    return {
      stores,
      libraryStore,
      library,
      knowledge: knowledge.index,
      vocabulary,
      answering,
      review,
      endCases: cases.endCases,
      webChannel: (options = {}) =>
        createWebChannel({
          ...options,
          text: write,
          hotline,
          examples,
          history: (address, after) => stores.conversations.history(address, after),
          forget: (address) => forgetChat(stores, address),
          keepFile,
          keptFiles: (ids, from) => stores.attachments.kept(ids, from),
          now,
        }),
      platformChannels: () =>
        createPlatforms(config, {
          text: write,
          keepFile,
          sentAs: (address, message) => stores.conversations.sentAs(address, message),
          now,
          log,
          ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
        }),
      terminalChannel: (options) => createTerminalChannel({ ...options, text: write, now, keepFile }),
      reportRoute: createReportRoute({
        store: libraryStore,
        text: write,
        preferredLocale,
        headers: SECURITY_HEADERS,
      }),
      paperRoute: papers.route,
      overview: ({ isFromHere } = { isFromHere: () => false }) =>
        createOverview({
          stores,
          sign: (text) => cipher.fingerprint("overview-link", text),
          now,
          isFromHere,
          text: write,
          preferredLocale,
          headers: SECURITY_HEADERS,
          look: "/assets/look.css",
        }),
      async converse(channels) {
        const byName = new Map(channels.map((channel) => [channel.name, channel]));
        const inbox = createInbox({
          stores,
          ...inboxOver(byName),
          handle: createConversation({
            answering,
            fill,
            cases,
            review,
            membership,
            stores,
            write,
            hotline,
            isCrisis: (said) => vocabulary.isCrisis(fold(said)),
            interrupts: (said) => vocabulary.interrupts(fold(said)),
            topics: (said) => vocabulary.matchProgrammes(fold(said)).map(({ programme }) => programme.id),
            knownTopics: vocabulary.programmes,
            platform: groupsOver(byName, stores.members),
            now,
            newId: randomUUID,
          }),
          async onBlocked(address, refused) {
            await noteBlocked(stores, address, refused, now().toISOString());
            await sayRefusedInGroups(stores, write, address, refused, now().toISOString());
            queue.wake();
            inbox.sweep();
          },
          onSaved: queue.wake,
          text: write,
          hotline,
          log,
          now,
        });
        talking = inbox;
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
      async work() {
        const handlers = createJobHandlers(dependencies);
        await ensureRecurring(stores, now());
        await queue.start({
          ...handlers,
          async notify(payload) {
            await handlers.notify(payload);
            // In another process the bot finds the notice by itself.
            talking?.sweep();
          },
        });
        return { queue, stop: (timeout) => queue.stop(timeout) };
      },
      close: closeAll,
    };
  } catch (cause) {
    await closeAll();
    throw cause;
  }
}

/** The platforms that are set, each as a channel that is not yet started. */
function createPlatforms({ telegram, feishu }: Config, options: PlatformOptions): Channel[] {
  return [
    ...(telegram === undefined ? [] : [createTelegramChannel(telegram, options)]),
    ...(feishu === undefined ? [] : [createFeishuChannel(feishu, options)]),
  ];
}

/** What is good and what is wrong about each platform that is set, by its name. Opens no data; never rejects. */
export async function diagnosePlatforms({
  telegram,
  feishu,
  publicUrl,
}: Config): Promise<{ readonly platform: string; readonly findings: readonly Finding[] }[]> {
  const options = { now: () => new Date(), ...(publicUrl === undefined ? {} : { publicUrl }) };
  return [
    ...(telegram === undefined
      ? []
      : [{ platform: "telegram", findings: await diagnoseTelegram(telegram, options) }]),
    ...(feishu === undefined
      ? []
      : [{ platform: "feishu", findings: await diagnoseFeishu(feishu, options) }]),
  ];
}

/** Every office begins as one unit, which its administrator can name and give units below. */
async function ensureRoot(stores: StoreSet, write: Catalogue["text"]): Promise<void> {
  if ((await stores.members.units()).length > 0) return;
  const name = write("zh-Hans", "member.root-unit");
  await stores.members.addUnit({ id: randomUUID(), name, level: "county", place: [] });
}

/** Changes of the library wait for those of other processes: one must not mend what another is about to finish. */
function oneAtATime(database: Database, library: Library): Library {
  const turn = <Result>(work: () => Promise<Result>): Promise<Result> =>
    database.exclusively("library", work);
  return {
    ...library,
    mend: () => turn(library.mend),
    ingest: (files, options) => turn(() => library.ingest(files, options)),
    remove: (name) => turn(() => library.remove(name)),
  };
}

/** Milliseconds after which jobs that another process wrote are found. */
const QUEUE_INTERVAL = 500;

/** Passages on Qdrant when it is set, else in the embedded database, which a server database gets beside it. */
async function openKnowledge(
  { qdrant, databaseUrl, dataFolder }: Config,
  database: Database,
  command: string,
): Promise<{ index: Knowledge; opened: { close(): Promise<void> }[] }> {
  if (qdrant !== undefined) {
    const index = createQdrant(qdrant);
    return { index, opened: [index] };
  }
  const embedded =
    databaseUrl === undefined ? undefined : await openDatabase({ folder: dataFolder, command });
  try {
    const index = await createPgvector({ database: embedded ?? database });
    return { index, opened: embedded === undefined ? [index] : [embedded, index] };
  } catch (cause) {
    await embedded?.close();
    throw cause;
  }
}
