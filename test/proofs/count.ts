// Opens what a run left and counts: messages taken and never answered, cases lost or made twice, answers that differ from
// what was said last, notices that did not reach their member or came twice.
import type { Application, HistoryEntry } from "../../src/domain/application.ts";
import type { Programme } from "../../src/domain/programme.ts";
import type { TalkEntry } from "../../src/domain/talk.ts";
import type { Statements } from "../../src/stores/database.ts";
import type { StoreSet } from "../../src/stores/stores.ts";
import type { Intended } from "./applicant.ts";
import type { Chatter } from "./chatter.ts";
import { isNews, type News, newsIn } from "./wording.ts";

export interface Counts {
  readonly acknowledged: number;
  /** Taken with 202 and not in the store, not done, or without a reply. */
  readonly lost: number;
  /** Replies written twice to one message. */
  readonly repeated: number;
  readonly applications: number;
  readonly missing: number;
  readonly doubled: number;
  /** Answers or histories that are not as they must be. */
  readonly wrong: number;
  readonly events: number;
  readonly notices: number;
  readonly noticesMissing: number;
  readonly noticesDoubled: number;
  /** Replies in the store that the member's open page never showed. */
  readonly unseen: number;
  /** One line for each thing counted above that should not be. */
  readonly problems: readonly string[];
}

const WEB = "web";

export async function countAll(
  { stores, statements }: { stores: StoreSet; statements: Pick<Statements, "query"> },
  people: readonly Chatter[],
  intended: readonly Intended[],
  programmes: readonly Programme[],
): Promise<Counts> {
  const problems: string[] = [];
  const tally = { acknowledged: 0, lost: 0, repeated: 0, unseen: 0 };
  const news = new Map<string, News[]>();
  for (const person of people) {
    const address = { channel: WEB, chat: person.chat };
    const { entries } = await stores.conversations.history(address, 0, 1_000_000);
    const done = await statements.query<{ message_id: string }>(
      `select message_id from incoming where channel = $1 and chat = $2 and done_at is not null`,
      [WEB, person.chat],
    );
    const finished = new Set(done.map(({ message_id }) => message_id));
    const answers = repliesByMessage(entries);
    tally.acknowledged += person.acknowledged.size;
    for (const id of person.acknowledged) {
      const replies = answers.get(id);
      if (!finished.has(id) || replies === undefined || replies.length === 0) {
        tally.lost++;
        problems.push(`${id} was taken and ${finished.has(id) ? "got no reply" : "is not done"}`);
      } else if (new Set(replies).size < replies.length) {
        tally.repeated++;
        problems.push(`${id} was answered twice`);
      }
    }
    for (const entry of entries) {
      if (entry.side !== "reply") continue;
      if (!person.heard.has(entry.sequence)) {
        tally.unseen++;
        problems.push(`${person.name} never saw reply ${entry.sequence}`);
      }
      const found = newsIn(entry.reply);
      if (found !== undefined) news.set(found.number, [...(news.get(found.number) ?? []), found.news]);
    }
  }

  const cases = await everyCase(stores);
  const byMarker = new Map<
    string,
    { application: Application; answers: Readonly<Record<string, unknown>> }[]
  >();
  for (const application of cases) {
    const answers = (await stores.applications.form(application.id))?.answers ?? {};
    const marker = String(answers["employer"]);
    byMarker.set(marker, [...(byMarker.get(marker) ?? []), { application, answers }]);
  }
  let missing = 0;
  let doubled = 0;
  let wrong = 0;
  const handed = intended.filter(({ number }) => number !== undefined);
  for (const { marker, number, answers: meant } of handed) {
    const [found, ...more] = byMarker.get(marker) ?? [];
    byMarker.delete(marker);
    doubled += more.length;
    if (more.length > 0) problems.push(`${marker} became ${more.length + 1} cases`);
    if (found === undefined || found.application.number !== number) {
      missing++;
      problems.push(`${marker} was told ${number ?? ""} and is ${found?.application.number ?? "not there"}`);
      continue;
    }
    const different = Object.entries(meant).filter(([path, value]) => found.answers[path] !== value);
    wrong += different.length;
    for (const [path] of different) problems.push(`${marker}: ${path} is not what was said last`);
  }
  // A case that nobody was told of was made without its member's knowledge.
  for (const [marker, found] of byMarker) {
    doubled += found.length;
    problems.push(`${marker}: a case nobody handed in`);
  }

  let events = 0;
  let notices = 0;
  let noticesMissing = 0;
  let noticesDoubled = 0;
  for (const application of cases) {
    const history = await stores.applications.history(application.id);
    events += history.length;
    if (
      history.some(({ revision }, index) => revision !== index + 1) ||
      history.at(-1)?.to !== application.state
    ) {
      wrong++;
      problems.push(`${application.number ?? ""}: its history is not whole`);
    }
    const programme = programmes.find(({ id }) => id === application.programme);
    const wanted = expectedNews(history, programme);
    notices += wanted.length;
    const had = news.get(application.number ?? "") ?? [];
    const short = without(wanted, had);
    const over = without(had, wanted);
    noticesMissing += short.length;
    noticesDoubled += over.length;
    if (short.length > 0) problems.push(`${application.number ?? ""}: never told ${short.join(", ")}`);
    if (over.length > 0) problems.push(`${application.number ?? ""}: told once more ${over.join(", ")}`);
  }
  const left = await stores.conversations.undelivered();
  for (const { address, replies } of left) {
    noticesMissing += replies.length;
    problems.push(`${address.chat}: ${replies.length} replies were never delivered`);
  }
  return {
    ...tally,
    applications: handed.length,
    missing,
    doubled,
    wrong,
    events,
    notices,
    noticesMissing,
    noticesDoubled,
    problems,
  };
}

/** Texts that answer each message, news of cases left out; a person says one thing at a time. */
function repliesByMessage(entries: readonly TalkEntry[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  let current: string[] = [];
  for (const entry of entries) {
    if (entry.side === "member") {
      current = [];
      found.set(entry.messageId, current);
    } else if (!isNews({ ...entry.reply, sequence: entry.sequence })) current.push(entry.reply.text);
  }
  return found;
}

export async function everyCase({ members, applications }: StoreSet): Promise<Application[]> {
  const units = (await members.units()).map(({ id }) => id);
  return (await applications.cases({ units, limit: 1_000_000 })).filter(({ number }) => number !== undefined);
}

/** What the events of a case oblige the program to tell its member beside the replies to their own words. */
export function expectedNews(history: readonly HistoryEntry[], programme: Programme | undefined): News[] {
  return history.flatMap(({ event, from, to, actor }, index): News[] => {
    switch (event) {
      case "ask-more":
        return [actor.kind === "staff" ? "sent-back" : "incomplete"];
      case "start-review":
        return [history[index - 1]?.event === "forward" ? "forwarded" : "in-review"];
      case "approve":
        if (to !== "approved" || programme?.outcome === "placed") return [];
        return [programme?.outcome === "paid" ? "approved" : "approved-open"];
      case "pay":
        return ["paid"];
      case "close":
        return actor.kind === "staff" ? ["closed"] : [];
      case "refuse":
        return actor.kind === "staff" ? ["refused"] : [];
      case "correct":
        return ["corrected"];
      case "place":
        return [from === "waiting" ? "moved-up" : "placed"];
      case "wait":
        return ["waiting"];
      default:
        return [];
    }
  });
}

/** What of the first is not in the second, each counted. */
function without<One>(all: readonly One[], taken: readonly One[]): One[] {
  const left = [...taken];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
