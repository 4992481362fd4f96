// A turn in a group: policy is answered there, in each member's own talk; a person's matter gets one tap into the private
// chat, where the talk goes on. group-step.ts decides, converse.ts calls.
import type { Answering } from "../answering/answer.ts";
import type { FillService } from "../applications/service.ts";
import { afterAnswer, type ConversationState, conversationState } from "../domain/conversation.ts";
import { type GroupSettings, topicStart } from "../domain/group.ts";
import { type Address, type Incoming, type Locale, type Reply, UNTOLD } from "../domain/message.ts";
import type { StoreSet } from "../stores/stores.ts";
import { isRateable, recordOf } from "./answer-record.ts";
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
    const handled = await carryOut(step, said);
    return settings.quiet && !SPOKEN_THOUGH_QUIET.has(step.kind) ? aside(handled, said) : handled;
  };

  async function carryOut(step: GroupStep, said: Said): Promise<Handled> {
    const { incoming, group, state, locale } = said;
    const { channel } = incoming.address;
    switch (step.kind) {
      case "nothing":
        return { state, replies: [] };
      case "welcome":
        return { state, replies: [notice(said, "welcome", { hotline }, { link: "" })] };
      case "migrated":
        return { state, replies: [], save: (inner) => inner.groups.migrate(channel, group, step.to) };
      case "help":
        return { state, replies: [notice(said, "help", { hotline }, { link: "" })] };
      case "unreadable":
        return { state, replies: [notice(said, "unreadable")] };
      case "settings":
        return settle(said, step.words);
      case "delete":
        return remove(said, step.messageId);
      case "private":
        return { state, replies: [aboutPerson(said, step.why)] };
      case "code":
        return {
          state,
          replies: [aboutPerson(said, "code")],
          // Whoever reads the group could use it.
          save: async (inner) => void (await inner.members.takeCode(step.code, now().toISOString())),
        };
      case "crisis":
        return { state, replies: [notice(said, "crisis", { hotline }, { link: topicOf(said) })] };
      case "other-topic":
        return {
          state,
          replies: [notice(said, "other-topic", { topics: namesOf(said, locale) }, { link: topicOf(said) })],
        };
      case "rate":
        return { state, replies: [], rating: { answer: step.answer, rating: step.rating } };
      case "answer":
        return answer(said, step.question);
      default: {
        const impossible: never = step;
        return impossible;
      }
    }
  }

  async function answer(said: Said, question: string): Promise<Handled> {
    const { state, locale, settings } = said;
    const started = performance.now();
    const found = await answering.answer(question, {
      context: state.context,
      locale,
      ...(settings.language === undefined ? {} : { answerIn: settings.language }),
    });
    const about = UNTOLD.has(found.answer.kind) ? await fill.about({ locale }, question) : undefined;
    const id = newId();
    const reply: Reply = {
      ...(about ?? found.answer),
      // In a group every button is one more thing that many people see.
      suggestions: [],
      privately: privately(said, topicOf(said)),
      ...(isRateable(found) && about === undefined ? { answer: id } : {}),
    };
    return {
      state: afterAnswer(state, found.context, reply.answer),
      replies: [reply],
      answer: recordOf(found, { id, question, started, at: now().toISOString() }),
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
    const change = readSettings(words, settings, dependencies.topics);
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
  function aboutPerson(said: Said, why: string): Reply {
    const reply = notice(said, `private.${why}`, {}, { link: why === "code" ? "" : topicOf(said) });
    const { incoming } = said;
    const wrote = incoming.tapped === undefined && why !== "application";
    return wrote ? { ...reply, suggestions: [`/delete ${incoming.messageId}`] } : reply;
  }

  /** In a quiet group answers go to the member alone, or a line says where they can be had. */
  async function aside(handled: Handled, said: Said): Promise<Handled> {
    const { address, sender, messageId } = said.incoming;
    if (handled.replies.length === 0) return handled;
    const chat = await platform.privateChat(address.channel, sender);
    if (chat === undefined) {
      return { ...handled, replies: [notice(said, "quiet", {}, { link: topicOf(said) })] };
    }
    const elsewhere = handled.replies.map((one, index) => {
      const { privately: _, ...reply } = one;
      return { address: chat, reply, key: `${address.chat} ${messageId} ${index}` };
    });
    return { ...handled, replies: [], elsewhere };
  }

  function notice(
    said: Pick<Said, "incoming" | "group" | "locale">,
    key: string,
    values: Readonly<Record<string, string | number>> = {},
    { link }: { readonly link?: string } = {},
  ): Reply {
    const { locale } = said;
    return {
      kind: "notice",
      text: write(locale, `group.${key}`, values),
      citations: [],
      suggestions: [],
      locale,
      ...(link === undefined ? {} : { privately: privately(said, link) }),
    };
  }

  function privately({ locale }: Pick<Said, "locale">, start: string): NonNullable<Reply["privately"]> {
    return { label: write(locale, "group.privately"), start };
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

/** Without these nobody could make the group talk again, or get help in need. */
const SPOKEN_THOUGH_QUIET: ReadonlySet<GroupStep["kind"]> = new Set(["settings", "delete", "crisis", "code"]);
