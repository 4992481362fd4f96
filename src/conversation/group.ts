// A turn in a group: policy is answered there, in each member's own talk; a person's matter gets one tap into the private
// chat, where the talk goes on. group-step.ts decides, converse.ts calls.
import type { Answering } from "../answering/answer.ts";
import type { FillService } from "../applications/service.ts";
import { type ConversationState, conversationState } from "../domain/conversation.ts";
import { afterAnswer } from "../domain/talk-context.ts";
import { codesIn, type GroupSettings, topicStart } from "../domain/group.ts";
import {
  type Address,
  calledTo,
  type Incoming,
  type Locale,
  LONGEST_MESSAGE,
  type Reply,
  UNTOLD,
  wordsOf,
} from "../domain/message.ts";
import type { StoreSet } from "../stores/stores.ts";
import { isRateable, recordOf } from "./answer-record.ts";
import { moveGroup } from "./group-moved.ts";
import { asideKey, quietLine } from "./group-refused.ts";
import { type GroupTopic, readSettings } from "./group-settings.ts";
import { type GroupRules, type GroupStep, stepInGroup } from "./group-step.ts";
import type { Handled } from "./handling.ts";
import type { Write } from "./turns.ts";

/** What a group needs of its platform. */
export interface GroupPlatform {
  /** Whether the person may change the group's settings. */
  administers(channel: string, group: string, sender: string): Promise<boolean>;
  /** False when the platform does not let us. */
  removeMessage(channel: string, group: string, messageId: string): Promise<boolean>;
  /** Where the person can be written to; undefined when they never wrote to us and the platform wants that first. */
  privateChat(channel: string, sender: string): Promise<Address | undefined>;
}

export interface GroupDependencies extends GroupRules {
  readonly answering: Answering;
  readonly fill: Pick<FillService, "about">;
  readonly stores: Pick<StoreSet, "groups" | "conversations">;
  readonly platform: GroupPlatform;
  readonly knownTopics: readonly GroupTopic[];
  readonly write: Write;
  readonly localeFor: (incoming: Incoming, state: ConversationState) => Locale;
  readonly hotline: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

interface Said {
  readonly incoming: Incoming;
  readonly group: string;
  readonly settings: GroupSettings;
  readonly state: ConversationState;
  readonly locale: Locale;
  /** The private chat in which it is answered, since the group is kept quiet. */
  readonly aside?: Address;
}

export function createGroupTalk(dependencies: GroupDependencies) {
  const { answering, fill, stores, platform, knownTopics, write, localeFor, hotline, now, newId } =
    dependencies;

  return async function handle(stored: unknown, incoming: Incoming, group: string): Promise<Handled> {
    const settings = await stores.groups.settings(incoming.address.channel, group);
    const before = conversationState(stored);
    const locale = settings.language ?? localeFor(incoming, before);
    const said: Said = { incoming, group, settings, state: { ...before, spoken: locale }, locale };
    const step = stepInGroup(settings, incoming, dependencies);
    const speaks = !settings.quiet || ALSO_WHEN_QUIET.has(step.kind);
    const handled = speaks ? await carryOut(step, said) : await quietly(step, said);
    return voiding(codesIn(calledTo(incoming.content) ?? wordsOf(incoming.content)), handled);
  };

  /** In a quiet group answers go to the member alone, or a line says where they can be had. */
  async function quietly(step: GroupStep, said: Said): Promise<Handled> {
    const { incoming, state, locale, group } = said;
    const { address, sender, messageId } = incoming;
    const aside = await platform.privateChat(address.channel, sender);
    if (aside === undefined) {
      const line = quietLine(write, locale, group, messageId);
      return { state, replies: [isTelling(step) ? withDeletion(line, incoming) : line] };
    }
    const handled = await carryOut(step, { ...said, aside });
    const elsewhere = handled.replies.map((reply, index) => ({
      address: aside,
      reply,
      key: asideKey(address, messageId, index),
    }));
    return { ...handled, replies: [], elsewhere };
  }

  /** Whoever reads the group could use the codes, whatever else is said to them. */
  function voiding(codes: readonly string[], handled: Handled): Handled {
    if (codes.length === 0) return handled;
    return {
      ...handled,
      async save(inner) {
        for (const code of codes) await inner.members.takeCode(code, now().toISOString());
        await handled.save?.(inner);
      },
    };
  }

  async function carryOut(step: GroupStep, said: Said): Promise<Handled> {
    const { incoming, group, state, locale } = said;
    const { channel } = incoming.address;
    switch (step.kind) {
      case "nothing":
        return { state, replies: [] };
      case "welcome":
      case "help": {
        const help =
          said.aside === undefined ? notice(said, step.kind, { hotline }, { link: "" }) : undefined;
        return { state, replies: [help ?? notice(said, "aside.help", { hotline })] };
      }
      case "migrated": {
        const moved = { channel, from: group, to: step.to, at: now().toISOString() };
        return { state, replies: [], save: (inner) => moveGroup(inner, moved) };
      }
      case "unreadable":
        return { state, replies: [notice(said, "unreadable")] };
      case "settings":
        return settle(said, step.words);
      case "delete":
        return remove(said, step.messageId);
      case "private":
        return { state, replies: [aboutPerson(step, said)] };
      case "colleague":
        return {
          state,
          replies: [notice(said, "colleague", {}, said.aside === undefined ? { link: "" } : {})],
        };
      case "code":
        return { state, replies: [withDeletion(notice(said, "private.code", {}, { link: "" }), incoming)] };
      case "too-long":
        return { state, replies: [tooLong(step, said)] };
      case "crisis":
        return { state, replies: [notice(said, "crisis", { hotline }, { link: topicOf(said) })] };
      case "other-topic": {
        const key = said.aside === undefined ? "other-topic" : "aside.other-topic";
        const topics = namesOf(said, locale);
        return { state, replies: [notice(said, key, { topics }, { link: topicOf(said) })] };
      }
      case "rate":
        return { state, replies: [], rating: { answer: step.answer, rating: step.rating } };
      case "answer":
        return answer(said, step);
      default: {
        const impossible: never = step;
        return impossible;
      }
    }
  }

  async function answer(said: Said, { question, afresh }: GroupStep & { kind: "answer" }): Promise<Handled> {
    const { state, locale, settings } = said;
    const started = performance.now();
    const found = await answering.answer(question, {
      ...(afresh === true ? {} : { context: state.context }),
      locale,
      ...(settings.language === undefined ? {} : { answerIn: settings.language }),
    });
    const about = UNTOLD.has(found.answer.kind) ? await fill.about({ locale }, question) : undefined;
    const id = newId();
    const reply: Reply = {
      ...(about ?? found.answer),
      // In a group every button is one more thing that many people see.
      suggestions: [],
      // In private it stands where it leads to; and it is the group's talk that knows the answer, and takes its rating.
      ...(said.aside === undefined ? { privately: privately(said, topicOf(said)) } : {}),
      ...(isRateable(found) && about === undefined && said.aside === undefined ? { answer: id } : {}),
    };
    const record = recordOf(found, { id, question, started, at: now().toISOString() });
    return {
      state: afterAnswer(state, found.context, reply.answer === undefined ? undefined : record),
      replies: [reply],
      answer: record,
    };
  }

  async function settle(said: Said, words: string): Promise<Handled> {
    const { incoming, group, settings, state } = said;
    const { channel } = incoming.address;
    const shown = (key: string, inForce: GroupSettings): Reply => {
      const locale = inForce.language ?? said.locale;
      return notice({ ...said, locale }, key, {
        language: inForce.language?.slice(-4).toLowerCase() ?? "each",
        quiet: inForce.quiet ? "yes" : "no",
        topics: namesOf({ settings: inForce }, locale) || "none",
      });
    };
    if (words === "") return { state, replies: [shown("settings", settings)] };
    if (!(await platform.administers(channel, group, incoming.sender))) {
      return { state, replies: [notice(said, "not-administrator")] };
    }
    const topics = { known: knownTopics, in: dependencies.topics };
    const change = readSettings(words, settings, topics);
    if (change === undefined) return { state, replies: [shown("settings-unknown", settings)] };
    return {
      state,
      replies: [shown("settings-saved", change.settings)],
      save: (inner) => inner.groups.save(channel, group, change.settings),
    };
  }

  /** A member's own message, or any of the group's for whoever administers it. */
  async function remove(said: Said, messageId: string): Promise<Handled> {
    const { incoming, group, state } = said;
    const { address, sender, tapped } = incoming;
    const own = await stores.conversations.received(address, messageId);
    if (own?.sender !== sender && !(await platform.administers(address.channel, group, sender))) {
      return { state, replies: [notice(said, "not-yours")] };
    }
    const removed = await platform.removeMessage(address.channel, group, messageId);
    const link = topicStart({ group, messageId }) ?? "";
    const reply = removed
      ? notice(said, "removed", {}, { link })
      : notice(said, "cannot-remove", {}, { link });
    return { state, replies: [tapped === undefined ? reply : { ...reply, replaces: tapped }] };
  }

  /** Nothing of the matter is said here; the link takes it along, and what was written can be deleted. */
  function aboutPerson(step: GroupStep & { kind: "private" }, said: Said): Reply {
    if (said.aside === undefined) {
      const reply = notice(said, `private.${step.why}`, {}, { link: topicOf(said) });
      return isTelling(step) ? withDeletion(reply, said.incoming) : reply;
    }
    // There nothing of the group can be deleted by a tap: whoever wrote it is told how.
    if (step.why === "papers") return notice(said, "aside.papers");
    const own = step.why === "application" || step.why === "command" || step.why === "case";
    return notice(said, own ? "aside.application" : "aside.personal", {}, { link: topicOf(said) });
  }

  /** Nothing of it was taken, so no link carries it. */
  function tooLong({ personal }: GroupStep & { kind: "too-long" }, said: Said): Reply {
    const limit = { limit: LONGEST_MESSAGE };
    if (!personal) return plain(said.locale, write(said.locale, "chat.too-long", limit));
    if (said.aside !== undefined) return notice(said, "aside.too-long", limit);
    return withDeletion(notice(said, "private.too-long", limit, { link: "" }), said.incoming);
  }

  function notice(
    said: Said,
    key: string,
    values: Readonly<Record<string, string | number>> = {},
    { link }: { readonly link?: string } = {},
  ): Reply {
    const reply = plain(said.locale, write(said.locale, `group.${key}`, values));
    return link === undefined ? reply : { ...reply, privately: privately(said, link) };
  }

  function privately(
    { locale, aside }: Pick<Said, "locale" | "aside">,
    start: string,
  ): NonNullable<Reply["privately"]> {
    return { label: write(locale, aside === undefined ? "group.privately" : "group.go-on"), start };
  }

  function topicOf({ group, incoming }: Pick<Said, "group" | "incoming">): string {
    return topicStart({ group, messageId: incoming.messageId }) ?? "";
  }

  function namesOf({ settings }: Pick<Said, "settings">, locale: Locale): string {
    const names = settings.topics.flatMap((id) => {
      const topic = knownTopics.find((one) => one.id === id);
      return topic === undefined ? [] : [locale === "en" ? topic.name.en : topic.name.zh];
    });
    return names.join(locale === "en" ? ", " : "、");
  }
}

/** Whether somebody wrote what others should not read. A tap wrote nothing, and a bare command tells nothing. */
const isTelling = (step: GroupStep): boolean =>
  step.kind === "private" ? step.why !== "command" : step.kind === "too-long" && step.personal;

const plain = (locale: Locale, text: string): Reply => ({
  kind: "notice",
  text,
  citations: [],
  suggestions: [],
  locale,
});

const withDeletion = (reply: Reply, { tapped, messageId }: Incoming): Reply =>
  tapped === undefined ? { ...reply, suggestions: [`/delete ${messageId}`] } : reply;

/**
 * What is done in a quiet group as in any other: what says nothing, and that without which nobody could make the group talk
 * again, have a message deleted, or get help in need.
 */
const ALSO_WHEN_QUIET: ReadonlySet<GroupStep["kind"]> = new Set([
  "nothing",
  "migrated",
  "rate",
  "settings",
  "delete",
  "crisis",
  "code",
]);
