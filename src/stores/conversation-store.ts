import type { Address, AnswerKind, Incoming, Locale, Rating, Reply } from "../domain/message.ts";
import type { SentReply, Talk } from "../domain/talk.ts";

/** What is kept of an answer, so that a rating can be read beside what was asked and found. */
export interface AnswerRecord {
  readonly id: string;
  readonly question: string;
  readonly kind: AnswerKind;
  readonly locale: Locale;
  /** Ids of the passages retrieved, best first. */
  readonly passages: readonly string[];
  /** Names of the reports cited. */
  readonly cited: readonly string[];
  readonly ms: number;
  /** ISO instant. */
  readonly at: string;
}

export interface RatingGiven {
  readonly answer: string;
  readonly rating: Rating;
}

/** An answer that was rated, as a person reads it to mend the next ones. */
export interface RatedAnswer extends Omit<AnswerRecord, "question" | "ms"> {
  readonly rating: Rating;
  /** Undefined once its retention ran out. */
  readonly question?: string;
}

export interface Completion {
  readonly incoming: Incoming;
  /** Ids of messages of the chat that are done with it: the other pages of an album. */
  readonly also?: readonly string[];
  /** The new state; left out, the old one stays. */
  readonly state?: unknown;
  readonly replies: readonly Reply[];
  readonly answer?: AnswerRecord;
  readonly rating?: RatingGiven;
  /** ISO instant. */
  readonly at: string;
}

/** Where a talk stands. */
export interface Standing {
  /** Saved last; undefined when there is none. */
  readonly state: unknown;
  /** Of the newest entry; 0 when there is none. */
  readonly sequence: number;
}

/** A message that comes with its answer, made when the talk's newest entry was the one of the sequence `after`. */
export interface Answered extends Pick<Completion, "incoming" | "state" | "replies" | "at"> {
  readonly after: number;
}

export interface WaitingChat {
  readonly address: Address;
  /** The sequence of its first reply whose delivery is not known. */
  readonly since: number;
}

/** Talks: what came in, where each stands, what went out. Failures are AppError from the database. */
export interface ConversationStore {
  /**
   * Resolves once the message is safe. False when this chat already had a message of this id: nothing changes. So it is
   * after the chat was forgotten, too, until `forgetWords`, for platforms bring a message again hours later.
   */
  receive(incoming: Incoming): Promise<boolean>;
  /** Messages stored and not finished, oldest first; only of these channels when given. */
  pending(channels?: readonly string[]): Promise<Incoming[]>;
  /**
   * `receive` and `complete` in one go. Undefined when nothing changes, for this chat had a message of this id or was
   * forgotten with it, or something else has come into the talk meanwhile.
   */
  receiveAnswered(answered: Answered): Promise<SentReply[] | undefined>;
  standing(address: Address): Promise<Standing>;
  /**
   * Marks the message done and saves all that came of it, or nothing of it. Undefined when the message was already
   * done, or forgotten: then someone else answered and nothing may be sent.
   */
  complete(completion: Completion): Promise<SentReply[] | undefined>;
  /**
   * Writes a reply outside a turn, for whoever runs the channel to send. Undefined when something was posted in this
   * chat under this key before.
   */
  post(address: Address, reply: Reply, key: string, at: string): Promise<SentReply | undefined>;
  /** The keys under which such of these replies were posted that came of no turn. */
  postedUnder(address: Address, sequences: readonly number[]): Promise<string[]>;
  /** Records what the platform said of replies whose intent `complete` recorded, and the ids it gave their messages. */
  delivered(
    address: Address,
    sequences: readonly number[],
    result: "sent" | "refused",
    at: string,
    messages?: readonly string[],
  ): Promise<void>;
  /** The reply that a message of ours showed, by the platform's id of it; undefined when it is not known, or forgotten. */
  sentAs(address: Address, message: string): Promise<SentReply | undefined>;
  /** A message as it came; undefined when there is none, or its words are gone. */
  received(address: Address, messageId: string): Promise<Incoming | undefined>;
  /** The chats in which a person has talked within groups. */
  groupTalks(channel: string, sender: string): Promise<string[]>;
  /**
   * Chats with replies whose delivery is not known and that no other process is sending, and the first of those; only of
   * these channels when given.
   */
  waitingChats(channels?: readonly string[]): Promise<WaitingChat[]>;
  /** Those replies of the chat, in order; from now on they are this process's to send. */
  takeOver(address: Address): Promise<SentReply[]>;
  /** Says that this process is there. Once nothing is heard of one for 10 seconds, others take over what it had to send. */
  alive(): Promise<void>;
  /** Says that this process sends nothing more. */
  leave(): Promise<void>;
  /** Replies whose delivery is not known, in order within each chat; only of these channels, or this chat, when given. */
  undelivered(
    channels?: readonly string[],
    chat?: string,
  ): Promise<{ address: Address; replies: SentReply[] }[]>;
  /** The last `limit` (200) entries after a sequence, in order. */
  history(address: Address, afterSequence?: number, limit?: number): Promise<Talk>;
  /** The answers rated so, or all that were rated, the newest first. */
  rated(rating?: Rating): Promise<RatedAnswer[]>;
  /** Sets or changes the rating of an answer given in this chat; false when there is no such answer here. */
  rate(address: Address, given: RatingGiven, at: string): Promise<boolean>;
  /**
   * Erases the chat and everything that hangs on it; with "still to send" replies that are on their way stay until they
   * are delivered, so that a member can be told of it.
   */
  forget(address: Address, keep?: "still to send"): Promise<void>;
  /**
   * Blanks what members wrote in messages received and finished before an instant, and deletes what was answered and what
   * talks remember since before it; resolves with the number of messages.
   */
  forgetWords(before: string): Promise<number>;
}
