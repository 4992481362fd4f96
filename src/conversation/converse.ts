// One turn of a talk: the stored state and what came in give the new state, the replies and what else is to be saved.
// domain/conversation.ts decides the step; this file carries it to the room that knows: answering, applications, members.
import { inScriptOf, localeOf } from "../../ingest/script.ts";
import type { Answering } from "../answering/answer.ts";
import type { CaseService, FillService, ReviewService, Speaker, Turn } from "../applications/service.ts";
import {
  afterAnswer,
  codeIn,
  type ConversationState,
  conversationState,
  decide,
  type Step,
  type TalkContext,
  withForm,
} from "../domain/conversation.ts";
import { groupTalk, type Topic } from "../domain/group.ts";
import {
  type ChatEvent,
  type Incoming,
  type Locale,
  type Reply,
  UNTOLD,
  wordsOf,
} from "../domain/message.ts";
import type { Membership, Person, Said } from "../members/membership.ts";
import type { StoreSet } from "../stores/stores.ts";
import { isRateable, recordOf } from "./answer-record.ts";
import { createGroupTalk, type GroupPlatform } from "./group.ts";
import type { GroupTopic } from "./group-settings.ts";
import type { Handled } from "./inbox.ts";
import { personalMatterIn } from "./personal-matter.ts";

export interface ConverseDependencies {
  readonly answering: Answering;
  readonly fill: FillService;
  readonly cases: CaseService;
  readonly review: ReviewService;
  readonly membership: Membership;
  readonly stores: Pick<StoreSet, "members" | "groups" | "conversations">;
  readonly write: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly hotline: string;
  /** Whether the words are those of somebody in danger of their life. */
  readonly isCrisis: (text: string) => boolean;
  /** Ids of the topics that the words speak of, the surest first. */
  readonly topics: (text: string) => readonly string[];
  readonly knownTopics: readonly GroupTopic[];
  readonly platform: GroupPlatform;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Handles one message; reads first and leaves every write to the result, so that a failed save can begin anew. */
export function createConversation(dependencies: ConverseDependencies) {
  const { answering, fill, cases, review, membership, stores, write, hotline, isCrisis, now, newId } =
    dependencies;

  const notice = (locale: Locale, text: string, suggestions: readonly string[] = []): Reply => ({
    kind: "notice",
    text,
    citations: [],
    suggestions,
    locale,
  });

  const inGroup = createGroupTalk({
    ...dependencies,
    localeFor,
    personal: personalMatterIn,
    applies: (text) => fill.propose(text).length > 0,
  });

  return function handle(stored: unknown, incoming: Incoming): Promise<Handled> {
    const { group } = incoming;
    return group === undefined
      ? inPrivate(conversationState(stored), incoming)
      : inGroup(stored, incoming, group);
  };

  async function inPrivate(before: ConversationState, incoming: Incoming): Promise<Handled> {
    const decided = decide(before, incoming, fill);
    const locale = localeFor(incoming, decided.state);
    const state = { ...decided.state, spoken: locale };
    const staffTurn = await asStaff({ ...before, spoken: locale }, incoming, locale);
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
        return turned(state, await fill.start(speaker, step.programmes, words), incoming);
      }
      case "fill": {
        if (isCrisis(step.text)) return comforted(state, step.text, incoming, locale);
        const speaker = await speakerOf(incoming, locale);
        const { form, text, files } = step;
        return turned(state, await fill.say(speaker, form, { text, files }), incoming);
      }
      case "code":
        return said(state, locale, await membership.useCode(await personOf(incoming, locale), step.code));
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
    const words = there === undefined ? "" : wordsOf(there.content).trim();
    if (there === undefined || words === "") {
      const key = there !== undefined && "files" in there.content ? "group.papers-again" : "group.topic-gone";
      return { state, replies: [notice(locale, write(locale, key))] };
    }
    // A form that is open here waits: the words are no answer to it.
    const aside = state.form === undefined ? state : withForm(state, { ...state.form, paused: true });
    const turn = await inPrivate(aside, { ...incoming, content: { kind: "text", text: words } });
    const lead = notice(locale, write(locale, "group.from-group", { words: shortened(words) }));
    return { ...turn, replies: [lead, ...turn.replies] };
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
    { content, address, sender }: Incoming,
    locale: Locale,
  ): Promise<Handled | undefined> {
    if (content.kind !== "text") return undefined;
    const staff = await stores.members.staffOf(address.channel, sender);
    if (staff === undefined) return undefined;
    const turn = await review.handle(staff, locale, content.text.trim());
    return turn === undefined ? undefined : { state, replies: turn.replies, ...saving(turn) };
  }

  function rated(
    state: ConversationState,
    { answer, rating, said: inWords }: Step & { kind: "rate" },
    locale: Locale,
  ): Handled {
    const thanks = write(locale, answer === undefined ? "chat.nothing-to-rate" : "chat.rated");
    return {
      state,
      replies: inWords ? [notice(locale, thanks)] : [],
      ...(answer === undefined ? {} : { rating: { answer, rating } }),
    };
  }

  async function command(
    state: ConversationState,
    incoming: Incoming,
    step: Step & { kind: "command" },
    locale: Locale,
  ): Promise<Handled> {
    switch (step.command) {
      case "help":
        // Who pressed "start" can be written to from now on.
        if (wordsOf(incoming.content).startsWith("/start")) await speakerOf(incoming, locale);
        return {
          state,
          replies: [
            notice(locale, write(locale, "answer.smalltalk.help", { hotline }), [
              write(locale, "chat.apply"),
              write(locale, "member.status"),
            ]),
          ],
        };
      case "apply": {
        const programmes = step.rest === "" ? [] : fill.propose(step.rest);
        return turned(
          state,
          await fill.start(await speakerOf(incoming, locale), programmes, step.rest),
          incoming,
        );
      }
      case "resume": {
        const turn = await fill.resume(await speakerOf(incoming, locale), state.form);
        if (turn !== undefined) return turned(state, turn, incoming);
        const text = write(locale, "chat.nothing-to-resume");
        return { state, replies: [notice(locale, text, [write(locale, "chat.apply")])] };
      }
      case "status":
        return { state, replies: await cases.status(await speakerOf(incoming, locale)) };
      case "withdraw":
      case "appeal": {
        const [, number, rest = ""] = /^(\d{4}-\d+|\d+)?\s*([^]*)$/.exec(step.rest) ?? [];
        const speaker = await speakerOf(incoming, locale);
        const turn =
          step.command === "withdraw"
            ? await cases.withdraw(speaker, number)
            : await cases.appeal(speaker, number, rest.replace(/^[:：,，]\s*/, "").trim());
        // What is being filled in stays open.
        return { state, replies: turn.replies, ...saving(turn) };
      }
      case "link": {
        const code = /^[\w-]{8,9}$/.test(step.rest) ? step.rest.toUpperCase() : undefined;
        const person = await personOf(incoming, locale);
        return said(
          state,
          locale,
          code === undefined ? membership.link(person) : await membership.useCode(person, code),
        );
      }
      case "unlink":
        return said(state, locale, await membership.unlink(await personOf(incoming, locale)));
      case "withdraw-consent": {
        const number = step.rest === "" ? undefined : step.rest;
        return said(
          state,
          locale,
          await membership.withdrawConsent(await personOf(incoming, locale), number),
        );
      }
      case "my-data":
        return said(state, locale, await membership.myData(await personOf(incoming, locale)));
      case "erase":
        return said(state, locale, membership.confirmErase(await personOf(incoming, locale)));
      default: {
        const impossible: never = step.command;
        return impossible;
      }
    }
  }

  async function answered(
    state: ConversationState,
    question: string,
    context: TalkContext,
    incoming: Incoming,
  ): Promise<Handled & { readonly context: TalkContext }> {
    const started = performance.now();
    const device = incoming.locale ?? state.locale;
    const found = await answering.answer(question, {
      context,
      ...(device === undefined ? {} : { locale: device }),
    });
    const { answer } = found;
    if (UNTOLD.has(answer.kind)) {
      const about = await fill.about(await speakerOf(incoming, answer.locale), question);
      if (about !== undefined) return { state, context, replies: [about] };
    }
    const id = newId();
    const offers = fill.offers(question, answer.locale);
    const reply: Reply = {
      ...answer,
      suggestions: [...offers, ...answer.suggestions],
      ...(isRateable(found) ? { answer: id } : {}),
    };
    return {
      state: afterAnswer(state, found.context, reply.answer),
      context: found.context,
      replies: [reply],
      answer: recordOf(found, { id, question, started, at: now().toISOString() }),
    };
  }

  /** Help lines before anything else; the form waits where it is and nothing of the words goes into it. */
  async function comforted(
    state: ConversationState,
    text: string,
    incoming: Incoming,
    locale: Locale,
  ): Promise<Handled> {
    const answer = await answered(state, text, state.context, incoming);
    const waits = notice(locale, write(locale, "chat.form-waits"), [write(locale, "form.tap.go-on")]);
    return { ...answer, replies: [...answer.replies, waits] };
  }

  /** A form's turn; a question asked in the middle of it is answered first, and what was asked follows. */
  async function turned(state: ConversationState, turn: Turn, incoming: Incoming): Promise<Handled> {
    const next = withForm(state, turn.state);
    if (turn.question === undefined) return { state: next, replies: turn.replies, ...saving(turn) };
    const digression = await answered(next, turn.question, next.context, incoming);
    const replies = digression.replies.map((reply) => ({ ...reply, suggestions: [] }));
    return { ...digression, replies: [...replies, ...turn.replies], ...saving(turn) };
  }

  function said(state: ConversationState, locale: Locale, { text, suggestions, save }: Said): Handled {
    return { state, replies: [notice(locale, text, suggestions)], ...(save === undefined ? {} : { save }) };
  }

  async function personOf(incoming: Incoming, locale: Locale): Promise<Person> {
    const { address, sender } = incoming;
    const { member } = await speakerOf(incoming, locale);
    return { address, sender, member, locale };
  }

  /** The member behind the account. It is made before the message is done: doing so twice makes it once. */
  async function speakerOf({ address, sender, receivedAt }: Incoming, locale: Locale): Promise<Speaker> {
    const { channel, chat } = address;
    const member = await stores.members.arrive({ channel, sender, chat, locale, lastSeen: receivedAt });
    return { member, locale };
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

const saving = ({ save }: Turn): Pick<Handled, "save"> => (save === undefined ? {} : { save });

// A number or a name says nothing of the language somebody speaks.
const ENGLISH_WORDS = /[a-z]{2,}[\s,'’]+[a-z]{2,}/i;

/** The words without what is no language: commands, and what links and codes are made of. */
const speechOf = (text: string): string =>
  codeIn(text.trim()) === undefined ? text.replace(/^\s*\/(?:start\s+\S+|[a-z]+)\s*/i, "") : "";

/** The language of the talk: the script just written when it tells, else what was spoken before. */
function localeFor({ content, locale }: Incoming, state: ConversationState): Locale {
  const known = state.spoken ?? locale ?? state.locale;
  const text = speechOf(wordsOf(content));
  const written = localeOf(text);
  if (written === "zh-Hant") return "zh-Hant";
  // Characters that both scripts share do not change traditional into simplified.
  if (written === "zh-Hans") {
    return known === "zh-Hant" && inScriptOf("zh-Hant", text) === text ? "zh-Hant" : "zh-Hans";
  }
  if (written === "en" && (known === undefined || ENGLISH_WORDS.test(text))) return "en";
  return known ?? "zh-Hans";
}
