// One turn of a talk: the stored state and what came in give the new state, the replies and what else is to be saved.
// domain/conversation.ts decides the step; this file carries it to the room that knows: answering, applications, members.
import type { Answering } from "../answering/answer.ts";
import type { CaseService, FillService, ReviewService } from "../applications/service.ts";
import {
  type ConversationState,
  conversationState,
  decide,
  expecting,
  type Step,
  topicStartIn,
  withForm,
} from "../domain/conversation.ts";
import { backAt, talkingOf } from "../domain/talk-context.ts";
import { groupTalk, type Topic } from "../domain/group.ts";
import {
  calledTo,
  type ChatEvent,
  type Incoming,
  isTooLong,
  type Locale,
  LONGEST_MESSAGE,
  type Reply,
  wordsOf,
} from "../domain/message.ts";
import type { Membership } from "../members/membership.ts";
import type { StoreSet } from "../stores/stores.ts";
import { createGroupTalk, type GroupPlatform } from "./group.ts";
import type { GroupTopic } from "./group-settings.ts";
import type { Handled } from "./handling.ts";
import { createMemberCommands } from "./member-commands.ts";
import { createOneTimeCodes } from "./one-time-codes.ts";
import { personalMatterIn } from "./personal-matter.ts";
import { localeFor } from "./spoken-locale.ts";
import { createTurns, saving, type Write } from "./turns.ts";

export interface ConverseDependencies {
  readonly answering: Answering;
  readonly fill: FillService;
  readonly cases: CaseService;
  readonly review: ReviewService;
  readonly membership: Membership;
  readonly stores: Pick<StoreSet, "members" | "groups" | "conversations">;
  readonly write: Write;
  readonly hotline: string;
  /** Whether the words are those of somebody in danger of their life. */
  readonly isCrisis: (text: string) => boolean;
  /** Whether the words are answered whatever else is going on: those of somebody in danger, or who wants a person. */
  readonly interrupts: (text: string) => boolean;
  /** Ids of the topics that the words speak of, the surest first. */
  readonly topics: (text: string) => readonly string[];
  readonly knownTopics: readonly GroupTopic[];
  readonly platform: GroupPlatform;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Handles one message; reads first and leaves every write to the result, so that a failed save can begin anew. */
export function createConversation(dependencies: ConverseDependencies) {
  const { fill, review, membership, stores, write, interrupts } = dependencies;
  const turns = createTurns(dependencies);
  const { notice, rated, answered, interrupted, turned, said, personOf, speakerOf } = turns;
  const useCode = createOneTimeCodes({ ...dependencies, turns });
  const command = createMemberCommands({ ...dependencies, turns, useCode });
  const inGroup = createGroupTalk({
    ...dependencies,
    localeFor,
    personal: personalMatterIn,
    applies: (text) => fill.propose(text).length > 0,
  });

  return async function handle(stored: unknown, incoming: Incoming): Promise<Handled> {
    const { group } = incoming;
    const state = await repliedIn(conversationState(stored), incoming);
    const words = wordsOf(incoming.content);
    // Who is in danger is answered however long it took to say.
    if (group === undefined && isTooLong(words) && !interrupts(words)) return tooLong(state, incoming);
    return group === undefined ? inPrivate(state, incoming) : inGroup(state, incoming, group);
  };

  /** Whoever replies to an earlier answer goes on from there. */
  async function repliedIn(state: ConversationState, incoming: Incoming): Promise<ConversationState> {
    const { content, address } = incoming;
    const to = content.kind === "text" ? content.repliesTo : undefined;
    if (to === undefined || !("message" in to)) return state;
    const shown = await stores.conversations.sentAs(address, to.message);
    return backAt(state, shown?.reply.answer);
  }

  function tooLong(state: ConversationState, incoming: Incoming): Handled {
    const locale = localeFor(incoming, state);
    return {
      state,
      replies: [notice(locale, write(locale, "chat.too-long", { limit: LONGEST_MESSAGE }))],
    };
  }

  async function inPrivate(before: ConversationState, incoming: Incoming): Promise<Handled> {
    const decided = decide(before, incoming, fill);
    const locale = localeFor(incoming, decided.state);
    const state = { ...decided.state, spoken: locale };
    const staffTurn = await asStaff(state, incoming, locale);
    if (staffTurn !== undefined) return { ...staffTurn, replies: await inPlace(incoming, staffTurn.replies) };
    const turn = await takeStep(decided.step, before, state, incoming, locale);
    const refused = decided.step.kind === "nothing-taken" ? [] : refusals(incoming, locale);
    const replies = await inPlace(incoming, turn.replies);
    return { ...turn, replies: [...refused, ...replies] };
  }

  /** What becomes of a case by a tap stands where the case stood, so that nobody decides by an old message. */
  async function inPlace(
    { address, tapped }: Incoming,
    replies: readonly Reply[],
  ): Promise<readonly Reply[]> {
    const [first, ...others] = replies;
    if (tapped === undefined || first?.kind !== "case") return replies;
    const shown = await stores.conversations.sentAs(address, tapped);
    const about = casesIn(shown?.reply.text ?? "");
    const same = about.length === 1 && casesIn(first.text).includes(about[0] ?? "");
    return same ? [{ ...first, replaces: tapped }, ...others] : replies;
  }

  async function takeStep(
    step: Step,
    before: ConversationState,
    state: ConversationState,
    incoming: Incoming,
    locale: Locale,
  ): Promise<Handled> {
    switch (step.kind) {
      case "rate":
        return rated(state, step, locale);
      case "answer":
        return answered(state, step.question, step.context, incoming);
      case "command":
        return command(state, incoming, step, locale);
      case "stray-files": {
        const { text: caption, files } = step;
        const speaker = await speakerOf(incoming, locale);
        // Whoever was asked for a paper sends it, without a word.
        const application = (await fill.resume(speaker))?.state?.application;
        if (application !== undefined) {
          return turned(state, await fill.say(speaker, { application }, { text: caption, files }), incoming);
        }
        const text = write(locale, "chat.stray-files", { count: files.length });
        return { state, replies: [notice(locale, text, [write(locale, "chat.apply")])] };
      }
      case "apply": {
        const speaker = await speakerOf(incoming, locale);
        const words = incoming.content.kind === "text" ? incoming.content.text : "";
        return turned(
          talkingOf(state, words, step.programmes),
          await fill.start(speaker, step.programmes, words),
          incoming,
        );
      }
      case "fill": {
        if (interrupts(step.text)) return interrupted(state, step.text, incoming, locale);
        const speaker = await speakerOf(incoming, locale);
        const { form, text, files } = step;
        return turned(state, await fill.say(speaker, form, { text, files }), incoming);
      }
      case "code":
        return useCode(state, incoming, { code: step.code, sure: step.sure, locale });
      case "topic":
        return fromGroup(state, step.topic, incoming, locale);
      case "nothing-taken":
        return { state, replies: refusals(incoming, locale) };
      case "unreadable": {
        const text = write(locale, "chat.unreadable", { what: step.what });
        return { state, replies: [notice(locale, text)] };
      }
      case "event":
        return happened(before, step.event, incoming);
      case "kept":
        return {
          state,
          replies: [
            notice(locale, write(locale, step.what === "erase" ? "member.erase-kept" : "chat.not-done")),
          ],
        };
      case "say":
        // What was expected still is, so that the words are known for those that were asked about.
        return inPrivate(before, { ...incoming, content: { kind: "text", text: step.words } });
      case "sure": {
        const { words } = step;
        if (interrupts(step.said)) return answered(state, step.said, state.context, incoming);
        const taps = [write(locale, "chat.sure-yes"), write(locale, "chat.sure-no")];
        return { state, replies: [notice(locale, write(locale, "chat.sure", { words }), taps)] };
      }
      case "no-command":
        return noCommand(state, step.word, incoming, locale);
      case "erase":
        // Nothing of the talk is carried over.
        return said(
          conversationState(undefined),
          locale,
          await membership.erase(await personOf(incoming, locale)),
        );
      default: {
        const impossible: never = step;
        return impossible;
      }
    }
  }

  /** Goes on with what was said in a group, as if it had been said here; only with words of whoever opened the link. */
  async function fromGroup(
    state: ConversationState,
    { group, messageId }: Topic,
    incoming: Incoming,
    locale: Locale,
  ): Promise<Handled> {
    await speakerOf(incoming, locale);
    const { channel } = incoming.address;
    const talk = { channel, chat: groupTalk(group, incoming.sender) };
    const there = await stores.conversations.received(talk, messageId);
    const words = there === undefined ? "" : (calledTo(there.content) ?? wordsOf(there.content)).trim();
    // What was said there may itself name a message, even itself: that leads nowhere.
    if (there === undefined || words === "" || topicStartIn(words) !== undefined) {
      const key = there !== undefined && "files" in there.content ? "group.papers-again" : "group.topic-gone";
      return { state, replies: [notice(locale, write(locale, key))] };
    }
    // A form that is open here waits: the words are no answer to it.
    const aside = state.form === undefined ? state : withForm(state, { ...state.form, paused: true });
    const turn = await inPrivate(aside, { ...incoming, content: { kind: "text", text: words } });
    const lead = notice(locale, write(locale, "group.from-group", { words: shortened(words) }));
    return { ...turn, replies: [lead, ...turn.replies] };
  }

  function noCommand(state: ConversationState, word: string, { content }: Incoming, locale: Locale): Handled {
    const ofStaff = content.kind === "text" && review.concerns(content.text);
    const text = write(locale, ofStaff ? "chat.command-of-staff" : "chat.no-command", { word });
    return { state, replies: [notice(locale, text, [write(locale, "chat.help")])] };
  }

  function happened(state: ConversationState, event: ChatEvent, { address, sender }: Incoming): Handled {
    const { kind } = event;
    if (kind !== "blocked" && kind !== "unblocked") return { state, replies: [] };
    return {
      state,
      replies: [],
      save: (inner) => inner.members.setReachable(address.channel, sender, kind === "unblocked"),
    };
  }

  /** One line a file that could not be taken. */
  function refusals({ content }: Incoming, locale: Locale): Reply[] {
    const refused = content.kind === "files" ? (content.refused ?? []) : [];
    return refused.map(({ name, why }) => notice(locale, write(locale, `chat.file-${why}`, { file: name })));
  }

  async function asStaff(
    state: ConversationState,
    incoming: Incoming,
    locale: Locale,
  ): Promise<Handled | undefined> {
    const { content, address, sender } = incoming;
    if (content.kind !== "text" || !review.concerns(content.text)) return undefined;
    const staff = await stores.members.staffOf(address.channel, sender);
    if (staff === undefined) return undefined;
    // Whoever writes can be written to.
    await speakerOf(incoming, locale);
    const turn = await review.handle(staff, locale, content.text);
    if (turn === undefined) return undefined;
    return { state: expecting(state, turn.expects, incoming), replies: turn.replies, ...saving(turn) };
  }
}

const casesIn = (text: string): string[] => [...new Set(text.match(/(?<!\d)\d{4}-\d{6}(?!\d)/g))];

const LONGEST_LEAD = 60;
function shortened(words: string): string {
  const characters = Array.from(words.replace(/\s+/g, " "));
  return characters.length <= LONGEST_LEAD
    ? characters.join("")
    : `${characters.slice(0, LONGEST_LEAD).join("")}…`;
}
