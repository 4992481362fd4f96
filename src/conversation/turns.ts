// How a turn is put together: an answer of the reports, a form's turn with a question answered in between, a word of our own,
// and who speaks. converse.ts and member-commands.ts make their turns of these.
import type { Answering } from "../answering/answer.ts";
import type { FillService, Speaker, Turn } from "../applications/service.ts";
import {
  type ConversationState,
  expecting,
  type Step,
  type TalkContext,
  withForm,
} from "../domain/conversation.ts";
import { afterAnswer } from "../domain/talk-context.ts";
import { type Incoming, type Locale, type Reply, UNTOLD } from "../domain/message.ts";
import type { Person, Said } from "../members/membership.ts";
import type { StoreSet } from "../stores/stores.ts";
import { isRateable, recordOf } from "./answer-record.ts";
import type { Handled } from "./handling.ts";

export type Write = (
  locale: Locale,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string;

export interface TurnDependencies {
  readonly answering: Answering;
  readonly fill: Pick<
    FillService,
    "about" | "asksOn" | "isForRules" | "offers" | "opening" | "programmesOf" | "summary" | "tells"
  >;
  readonly stores: Pick<StoreSet, "members">;
  readonly write: Write;
  readonly hotline: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

export type Turns = ReturnType<typeof createTurns>;

const NOT_OURS: ReadonlySet<Reply["kind"]> = new Set(["offtopic", "clarify"]);

export function createTurns({ answering, fill, stores, write, hotline, now, newId }: TurnDependencies) {
  function notice(locale: Locale, text: string, suggestions: readonly string[] = []): Reply {
    return {
      kind: "notice",
      text,
      citations: [],
      suggestions,
      locale,
    };
  }

  /** To what is no matter of ours, told in words that ask for nothing. */
  function heard(words: string, locale: Locale): string | undefined {
    const told = fill.tells(words);
    if (told === undefined) return undefined;
    return told === "joke" ? write(locale, "chat.joke") : write(locale, "chat.not-understood", { hotline });
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

  async function answered(
    state: ConversationState,
    question: string,
    context: TalkContext,
    incoming: Incoming,
  ): Promise<Handled & { readonly context: TalkContext }> {
    if (fill.asksOn(question, context)) {
      const locale = state.spoken ?? incoming.locale ?? "zh-Hans";
      const about = await fill.about(await speakerOf(incoming, locale), question, context);
      if (about !== undefined) return { state, context, replies: [about] };
    }
    const started = performance.now();
    // A number or a bare name is answered in the language of the talk.
    const spoken = state.spoken ?? incoming.locale ?? state.locale;
    const found = await answering.answer(question, {
      context,
      ...(spoken === undefined ? {} : { locale: spoken }),
    });
    const { answer } = found;
    const untold = UNTOLD.has(answer.kind);
    const named = fill.programmesOf(question, found.programmes);
    // "几点上课", which nobody could tell, leaves the talk with what it was about.
    const programmes =
      named.length > 0 || !untold ? named : fill.programmesOf(context.question, context.programmes ?? []);
    const talked: TalkContext = { ...found.context, programmes };
    if (untold || (answer.kind !== "smalltalk" && fill.isForRules(question))) {
      const about = await fill.about(await speakerOf(incoming, answer.locale), question, context);
      if (about !== undefined)
        return { state: afterAnswer(state, talked, undefined), context: talked, replies: [about] };
    }
    const id = newId();
    const offers = fill.offers(named, answer.locale, answer.kind === "smalltalk");
    // Whether the reports took the words for what can be applied for; small talk on a crisis says it better.
    const met = !untold && fill.programmesOf("", found.programmes)[0] === named[0];
    const opening =
      answer.kind === "smalltalk"
        ? undefined
        : fill.opening(
            question,
            named,
            { before: met ? context : undefined, told: untold || found.told.includes(named[0] ?? "") },
            answer.locale,
          );
    const record = recordOf(found, { id, question, started, at: now().toISOString() });
    // What can be done about a trouble is answer enough where the reports say nothing of it. Nobody who tells of something
    // else is sent away for not having asked, for it may be a danger.
    // A clerk who has no rule for it still says what there is.
    const general =
      answer.kind === "unknown" && opening === undefined && !found.particular && state.form === undefined
        ? fill.summary(named, answer.locale)
        : undefined;
    if (general !== undefined)
      return {
        state: afterAnswer(state, talked, undefined),
        context: talked,
        replies: [{ ...general, suggestions: [...general.suggestions, ...answer.suggestions] }],
        answer: record,
      };
    const lost = NOT_OURS.has(answer.kind) && named.length === 0;
    const instead = met ? undefined : (opening ?? (lost ? heard(question, answer.locale) : undefined));
    if (instead !== undefined) {
      const taps = named.length === 0 ? [write(answer.locale, "chat.apply")] : offers;
      return {
        state: afterAnswer(state, talked, undefined),
        context: talked,
        replies: [notice(answer.locale, instead, [...taps, ...answer.suggestions])],
        answer: record,
      };
    }
    const reply: Reply = {
      ...answer,
      suggestions: [...offers, ...answer.suggestions],
      ...(isRateable(found) ? { answer: id } : {}),
    };
    return {
      state: afterAnswer(state, talked, isRateable(found) ? record : undefined),
      context: talked,
      replies: [...(opening === undefined ? [] : [notice(answer.locale, opening)]), reply],
      answer: record,
    };
  }

  /** Answered before anything else; the form waits where it is and nothing of the words goes into it. */
  async function interrupted(
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
    const untold = digression.replies.every(({ kind }) => UNTOLD.has(kind));
    const replies = untold
      ? [notice(next.spoken ?? "zh-Hans", write(next.spoken ?? "zh-Hans", "about.not-told", { hotline }))]
      : digression.replies.map((reply) => ({ ...reply, suggestions: [] }));
    return { ...digression, replies: [...replies, ...turn.replies], ...saving(turn) };
  }

  function said(
    state: ConversationState,
    locale: Locale,
    { text, suggestions, save, expects, others = [] }: Said,
    incoming?: Incoming,
  ): Handled {
    const elsewhere = others.map(({ address, text: told }) => ({
      address,
      reply: notice(locale, told),
      key: `${address.channel}:${address.chat}:${incoming?.messageId ?? ""}`,
    }));
    return {
      state: incoming === undefined ? state : expecting(state, expects, incoming),
      replies: [notice(locale, text, suggestions)],
      ...(elsewhere.length === 0 ? {} : { elsewhere }),
      ...(save === undefined ? {} : { save }),
    };
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

  return { notice, rated, answered, interrupted, turned, said, personOf, speakerOf };
}

export const saving = ({ save }: Turn): Pick<Handled, "save"> => (save === undefined ? {} : { save });
