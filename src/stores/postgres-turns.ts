// The busy half of a turn in the talk tables: where its talk stands is read, what came of it is saved, what was sent is
// recorded. Each works on many chats at once. Sequences are given out under the conversation's row lock, so a chat's become
// visible in order; rows are locked in the order of their keys, incoming before conversations.
import type { Address } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import { rowOf } from "./cipher.ts";
import type { Completion, ConversationStore, RatingGiven, Standing } from "./conversation-store.ts";
import type { Statements } from "./database.ts";
import { insertIntents, intentsOf } from "./delivery-rows.ts";
import { clean } from "./rows.ts";
import type { createTalkSeals } from "./sealed-talk.ts";
import type { Gather } from "./together.ts";

interface Delivered {
  readonly address: Address;
  readonly sequences: readonly number[];
  readonly result: "sent" | "refused";
  readonly at: string;
  readonly messages: readonly string[];
}

/** Milliseconds: a platform answers each chat by itself, and a chat's next reply is not due for a while. */
const LINGER = 5;

export function createTurnRows(
  statements: Statements,
  seals: ReturnType<typeof createTalkSeals>,
  gather: Gather,
  process: string | undefined,
): Pick<ConversationStore, "standing" | "complete" | "delivered"> {
  const standing = gather(async (items: readonly Address[]): Promise<readonly Standing[]> => {
    const rows = await statements.query<Address & { state: unknown; sequence: number }>(
      `select channel, chat, state, sequence from conversations
       where (channel, chat) in (select * from unnest($1::text[], $2::text[]))`,
      [items.map(({ channel }) => channel), items.map(({ chat }) => chat)],
    );
    const found = new Map(rows.map((row) => [rowOf(row.channel, row.chat), row]));
    return items.map((address) => {
      const { state, sequence = 0 } = found.get(rowOf(address.channel, address.chat)) ?? {};
      return { state: seals.openState(address, state), sequence };
    });
  });

  const complete = gather((items: readonly Completion[]) =>
    statements.transaction(async (inner) => {
      // A message and those that came with it.
      const messages = items.flatMap(({ incoming, also = [], at }, index) =>
        [incoming.messageId, ...also].map((id) => ({
          ...incoming.address,
          id: clean(id),
          at,
          // Only the message itself says whether its turn is still to be saved.
          place: id === incoming.messageId ? index : null,
        })),
      );
      const claimed = await inner.query<{ sequence: number; place: number }>(
        `with messages as (
           select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int4[])
             as one (channel, chat, message_id, at, place)
         ), claimed as (
           update incoming set done_at = messages.at from messages
           where incoming.channel = messages.channel and incoming.chat = messages.chat
             and incoming.message_id = messages.message_id and incoming.done_at is null
           returning messages.place
         ), turns as (
           select channel, chat, at, replies, state, place - 1 as place
           from unnest($6::text[], $7::text[], $8::text[], $9::int4[], $10::text[]) with ordinality
             as one (channel, chat, at, replies, state, place)
           where place - 1 in (select place from claimed) order by channel, chat
         ), placed as (
           insert into conversations as known (channel, chat, sequence, updated_at, state)
           select channel, chat, replies, at, state::jsonb from turns
           on conflict (channel, chat) do update set sequence = known.sequence + excluded.sequence,
             updated_at = excluded.updated_at, state = coalesce(excluded.state, known.state)
           returning channel, chat, sequence
         )
         select placed.sequence, place::int4 from turns join placed using (channel, chat)`,
        [
          messages.map(({ channel }) => channel),
          messages.map(({ chat }) => chat),
          messages.map(({ id }) => id),
          messages.map(({ at }) => at),
          messages.map(({ place }) => place),
          items.map(({ incoming }) => incoming.address.channel),
          items.map(({ incoming }) => incoming.address.chat),
          items.map(({ at }) => at),
          items.map(({ replies }) => replies.length),
          items.map(({ incoming, state: next }) =>
            next === undefined ? null : seals.sealState(incoming.address, next),
          ),
        ],
      );
      const sequences = new Map(claimed.map(({ place, sequence }) => [place, sequence]));
      const sent = items.map(({ replies }, index): SentReply[] | undefined => {
        const last = sequences.get(index);
        return last === undefined
          ? undefined
          : replies.map((reply, at) => ({ sequence: last - replies.length + 1 + at, reply }));
      });
      const intended = items.flatMap(({ incoming, at }, index) =>
        (sent[index] ?? []).map((one) => ({ address: incoming.address, at, one })),
      );
      if (intended.length > 0) await inner.query(insertIntents(1), intentsOf(seals, intended, process));
      for (const [index, { incoming, answer, rating, at }] of items.entries()) {
        if (sent[index] === undefined) continue;
        if (answer !== undefined) await saveAnswer(inner, incoming.address, answer);
        if (rating !== undefined) await saveRating(inner, incoming.address, rating, at);
      }
      return sent;
    }),
  );

  const delivered = gather(async (items: readonly Delivered[]): Promise<readonly void[]> => {
    const rows = items.flatMap((item) => item.sequences.map((sequence) => ({ ...item, sequence })));
    await statements.query(
      `update deliveries set result = one.result, result_at = one.at, messages = string_to_array(one.messages, ' ')
       from unnest($1::text[], $2::text[], $3::int4[], $4::text[], $5::text[], $6::text[])
         as one (channel, chat, sequence, result, at, messages)
       where deliveries.channel = one.channel and deliveries.chat = one.chat
         and deliveries.sequence = one.sequence`,
      [
        rows.map(({ address }) => address.channel),
        rows.map(({ address }) => address.chat),
        rows.map(({ sequence }) => sequence),
        rows.map(({ result }) => result),
        rows.map(({ at }) => at),
        // The platforms' ids hold no spaces.
        rows.map(({ messages }) => (messages.length === 0 ? null : messages.join(" "))),
      ],
    );
    return items.map(() => undefined);
  }, LINGER);

  async function saveAnswer(
    inner: Statements,
    { channel, chat }: Address,
    answer: NonNullable<Completion["answer"]>,
  ): Promise<void> {
    await inner.query(
      `insert into answers (id, channel, chat, question_sealed, kind, locale, passages, cited, ms, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        answer.id,
        channel,
        chat,
        seals.sealQuestion(answer),
        answer.kind,
        answer.locale,
        [...answer.passages],
        [...answer.cited],
        answer.ms,
        answer.at,
      ],
    );
  }

  return {
    standing,
    complete: async (completion) => complete(completion),
    delivered: (address, sequences, result, at, messages = []) =>
      delivered({ address, sequences, result, at, messages }),
  };
}

/** False when no such answer was given in this chat. */
export async function saveRating(
  inner: Statements,
  { channel, chat }: Address,
  { answer, rating }: RatingGiven,
  at: string,
): Promise<boolean> {
  const rows = await inner.query(
    `insert into ratings (answer, rating, at)
     select id, $4, $5 from answers where id = $3 and channel = $1 and chat = $2
     on conflict (answer) do update set rating = excluded.rating, at = excluded.at returning 1 as one`,
    [channel, chat, answer, rating, at],
  );
  return rows.length > 0;
}
