// One message to one chat: within the limits, after the waits Telegram asks for, to where a group went on. Messages and
// edits go out here and nowhere else, so that the limits are counted in one place. A supergroup counts its messages anew,
// so no id of the group it came from goes there: under it stands another message, of anybody's.
import type { Pacer, Window } from "../pacing.ts";
import type { Answer, Api, Call } from "./api.ts";
import type { Failure } from "./failure.ts";

// core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this; edits count as messages do.
const ALL: Window = { key: "telegram all", most: 30, milliseconds: 1_000 };
const PER_CHAT = { most: 1, milliseconds: 1_000 };
const PER_GROUP = { most: 20, milliseconds: 60_000 };

const ATTEMPTS = 5;
/** Seconds that a sender waits here at most; longer waits are the caller's to come back from. */
const LONGEST_WAIT = 90;
/** Chats told to wait at one time, from which on it is taken for all. */
const MANY = 3;
const MOST_MOVED = 1_000;

export interface Posting {
  /**
   * Sends or edits; waits as long as Telegram asks, unless `patient` is false. What goes to a group that has moved hangs on
   * no message and in no topic there, and an edit is "refused" as for a message that is gone. Never rejects.
   */
  post<Result>(
    method: string,
    payload: Payload,
    call: Call<Result>,
    patient?: boolean,
  ): Promise<Answer<Result>>;
  /** Makes a call that is no message, as soon as the limit on all calls allows; follows no group. Never rejects. */
  beside<Result>(method: string, payload: object, call: Call<Result>): Promise<Answer<Result>>;
  /** Where a chat is now: a group may have gone on under another id. */
  now(chat: string): string;
  /** Whether it has gone on under another id, so that the ids of its messages name nothing any more. */
  hasMoved(chat: string): boolean;
  moved(from: string, to: string): void;
}

export interface Payload {
  readonly chat_id: string;
  readonly message_thread_id?: number;
  /** The message it is an answer to. */
  readonly reply_parameters?: object;
  /** The message that is edited. */
  readonly message_id?: number;
  readonly [more: string]: unknown;
}

export function createPosting(api: Api, pacer: Pacer, clock: () => number): Posting {
  const moves = new Map<string, string>();
  const held = new Map<string, number>();

  function now(chat: string): string {
    const to = moves.get(chat);
    return to === undefined ? chat : now(to);
  }

  function moved(from: string, to: string): void {
    // No ring: a group never goes back to an id.
    if (from === to || now(to) === from) return;
    moves.set(from, to);
    const oldest = moves.keys().next().value;
    if (moves.size > MOST_MOVED && oldest !== undefined) moves.delete(oldest);
  }

  function windowsOf(chat: string): readonly [Window, ...Window[]] {
    const key = `telegram chat ${chat}`;
    // Ids of groups are below zero.
    const group = chat.startsWith("-") ? [{ key, ...PER_GROUP }] : [];
    return [{ key, ...PER_CHAT }, ...group, ALL];
  }

  function hold(chat: string, { seconds }: Extract<Failure, { kind: "slow-down" }>): void {
    const until = clock() + seconds * 1_000;
    pacer.hold(`telegram chat ${chat}`, seconds * 1_000);
    for (const [other, end] of held) if (end <= clock()) held.delete(other);
    held.set(chat, until);
    if (held.size >= MANY) pacer.hold(ALL.key, seconds * 1_000);
  }

  const hasMoved = (chat: string): boolean => now(chat) !== chat;

  return {
    now,
    hasMoved,
    moved,
    async post(method, payload, call, patient = true) {
      let thread = payload.message_thread_id;
      for (let attempt = 1; ; attempt++) {
        const chat = now(payload.chat_id);
        const movedOn = hasMoved(payload.chat_id);
        if (movedOn && payload.message_id !== undefined) return GONE;
        const sent = movedOn ? alone(payload, chat) : inTopic(payload, thread);
        const answer = await pacer.run(windowsOf(chat), () => api.call(method, sent, call));
        if (answer.ok) return answer;
        if (answer.kind === "slow-down") hold(chat, answer);
        const again =
          (answer.kind === "slow-down" && patient && answer.seconds <= LONGEST_WAIT) ||
          answer.kind === "migrated" ||
          (answer.kind === "no-topic" && thread !== undefined);
        if (!again || attempt >= ATTEMPTS) return answer;
        if (answer.kind === "migrated") moved(chat, answer.to);
        // A topic that is gone or closed: better said in the group's main topic than not at all.
        if (answer.kind === "no-topic") thread = undefined;
      }
    },
    beside: (method, payload, call) => pacer.run([ALL], () => api.call(method, payload, call)),
  };
}

const GONE: Failure = { ok: false, status: 400, kind: "refused" };

function inTopic(payload: Payload, thread: number | undefined): Payload {
  const { message_thread_id: _, ...rest } = payload;
  return thread === undefined ? rest : { ...rest, message_thread_id: thread };
}

/** To another chat than it was made for: without what names messages of that one. */
function alone(payload: Payload, chat: string): Payload {
  const { message_thread_id: _, reply_parameters: __, ...rest } = payload;
  return { ...rest, chat_id: chat };
}
