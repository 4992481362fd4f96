// What this room offers to the talk: fill.ts leads a form, cases.ts carries what was sent, review.ts serves staff.
// Each works a change out first, so that its words are known, and saves it in the transaction that finishes the message.
import type { Actor, Application, Staff } from "../domain/application.ts";
import type { Expected, TalkContext } from "../domain/conversation.ts";
import type { FillState } from "../domain/form.ts";
import type { FileReference, Locale, Reply } from "../domain/message.ts";
import type { StoredForm } from "../stores/application-store.ts";
import type { Stores } from "../stores/stores.ts";

/** Runs in the transaction that finishes a message or a job. Throws AppError conflict when what was read has changed. */
export type Save = (stores: Stores) => Promise<void>;

/** A change that is worked out but not yet saved. */
export interface Change<Result> {
  readonly result: Result;
  readonly save: Save;
}

/** Who speaks, as the conversation knows them. */
export interface Speaker {
  readonly member: string;
  readonly locale: Locale;
}

/** What one turn of a form gave. `question` is for the answering room, whose reply goes before these. */
export interface Turn {
  readonly state: FillState | undefined;
  readonly replies: readonly Reply[];
  readonly save?: Save;
  readonly question?: string;
  readonly expects?: Expected;
}

export interface FillService {
  /**
   * Programmes meant by the words, best first; empty when they ask for no application ("疗休养去了多少人?"). "那申请吧" means what
   * the talk `before` was about. Pure.
   */
  propose(text: string, before?: TalkContext): readonly string[];
  /** Ids of the programmes a question speaks of, the surest first; `answered` are those that the answers took it for. Pure. */
  programmesOf(question: string, answered: readonly string[]): readonly string[];
  /**
   * What whoever tells of a trouble hears first: where to turn at once when it may be a danger, and by which programme the
   * union helps; `told` when the words are known to tell of one. What the talk `before` was about is not told again, but for
   * a danger. Undefined for a question. Pure.
   */
  opening(
    words: string,
    programmes: readonly string[],
    talk: { readonly before: TalkContext | undefined; readonly told: boolean },
    locale: Locale,
  ): string | undefined;
  /** Whether somebody laughs, or tells something in a sentence; undefined when they ask for it or name it. Pure. */
  tells(words: string): "joke" | "matter" | undefined;
  /**
   * What to tap to apply for the first of these programmes: "申请困难帮扶"; beside small talk, which is mostly about a danger,
   * only those that say where to turn in one. Pure.
   */
  offers(programmes: readonly string[], locale: Locale, besideSmallTalk?: boolean): readonly string[];
  /**
   * An answer to a question of how a programme is applied for, taken from the programme: the one it names, else the one that
   * the talk `before` it was about, else the one of the member's newest open case, if a member is given. Undefined when the
   * programme does not say.
   */
  about(
    speaker: Pick<Speaker, "locale"> & Partial<Speaker>,
    question: string,
    before?: TalkContext,
  ): Promise<Reply | undefined>;
  /** What the first of these programmes is and that it is applied for here, for a question that nothing answers; undefined without any. Pure. */
  summary(programmes: readonly string[], locale: Locale): Reply | undefined;
  /**
   * Whether a question only asks on, of how what the talk `before` was about is applied for ("需要什么材料"): reports hardly ever
   * tell. Pure.
   */
  asksOn(question: string, before: TalkContext): boolean;
  /**
   * Whether somebody asks if they may apply for what they name, or how, or how to speak here: the rules say, and no report of
   * who got it. Of a place that is named its reports may tell. Pure.
   */
  isForRules(question: string): boolean;
  /**
   * Begins, or goes on with an open draft of the programme. Several: the member is asked which one; none: out of all.
   * `words`: what was said, for it may tell that the application is for somebody else ("我帮我妈申请").
   */
  start(speaker: Speaker, programmes: readonly string[], words?: string): Promise<Turn>;
  /** For "我要申请" alone: what the talk `before` was about is offered first, the others behind a tap. */
  startAny(speaker: Speaker, before: TalkContext): Turn;
  /** What a member said or sent while `state` holds a form. */
  say(
    speaker: Speaker,
    state: FillState,
    input: { readonly text: string; readonly files: readonly FileReference[] },
  ): Promise<Turn>;
  /**
   * Goes on with the case of this number where it is open, else with the form of `state` when one was put aside in this chat, else with the newest draft or what an officer
   * asked for; undefined when there is nothing to go on with.
   */
  resume(speaker: Speaker, state?: FillState, number?: string): Promise<Turn | undefined>;
}

export interface CaseService {
  /** Sends a draft: it gets its number and its check. */
  submit(application: Application, form: StoredForm, actor: Actor): Promise<Change<Application>>;
  /** What an officer asked for has come, whole. */
  supply(application: Application, form: StoredForm, actor: Actor): Promise<Change<Application>>;
  /** Replies to /status, /withdraw [number], /appeal [number] reason. */
  status(speaker: Speaker): Promise<readonly Reply[]>;
  withdraw(speaker: Speaker, number: string | undefined): Promise<Turn>;
  appeal(speaker: Speaker, number: string | undefined, reason: string): Promise<Turn>;
}

/** Words of staff in chat ("/queue", "/case 123", "/approve 123", …); undefined when it is no command of theirs. */
export interface ReviewService {
  /** Whether staff who say this want something of `handle`; for all else nobody needs to know who is staff. */
  concerns(text: string): boolean;
  handle(staff: Staff, locale: Locale, text: string): Promise<Turn | undefined>;
}
