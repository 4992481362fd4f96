// Replies on their way into the table `deliveries`, several chats' at once: meant to be sent, and not known to have been.
import type { Address } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { createTalkSeals } from "./sealed-talk.ts";

export interface Intent {
  readonly address: Address;
  readonly one: SentReply;
  /** ISO instant. */
  readonly at: string;
}

/** The statement; its eight values, which `intentsOf` makes, stand from `first` on. `only` leaves some of them out. */
export function insertIntents(first: number, only = ""): string {
  const [channel, chat, sequence, reply, answer, at, about, process] = Array.from(
    { length: 8 },
    (_, index) => first + index,
  );
  return `insert into deliveries (channel, chat, sequence, reply, answer, intended_at, about, taken_by)
    select channel, chat, sequence, reply::jsonb, answer, one.at, one.about, $${process}::text
    from unnest($${channel}::text[], $${chat}::text[], $${sequence}::int4[], $${reply}::text[], $${answer}::text[],
      $${at}::text[], $${about}::text[]) as one (channel, chat, sequence, reply, answer, at, about) ${only}`;
}

export const intentsOf = (
  seals: ReturnType<typeof createTalkSeals>,
  intended: readonly Intent[],
  process: string | undefined,
): readonly unknown[] => [
  intended.map(({ address }) => address.channel),
  intended.map(({ address }) => address.chat),
  intended.map(({ one }) => one.sequence),
  intended.map(({ address, one }) => seals.sealReply(address, one)),
  intended.map(({ one }) => one.reply.answer ?? null),
  intended.map(({ at }) => at),
  intended.map(({ one }) => one.reply.about ?? null),
  process ?? null,
];
