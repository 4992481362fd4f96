// How a message comes into the talk tables: alone, to be answered in a turn of its own, or with its answer. Each works on many
// chats at once. Sequences are given out under the conversation's row lock, so a chat's become visible in order; rows are
// locked in the order of their keys.
import type { Address, Incoming } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import { type Cipher, rowOf } from "./cipher.ts";
import type { Answered, ConversationStore } from "./conversation-store.ts";
import type { Statements } from "./database.ts";
import { insertIntents, intentsOf } from "./delivery-rows.ts";
import { clean } from "./rows.ts";
import type { createTalkSeals } from "./sealed-talk.ts";
import type { Gather } from "./together.ts";

/** The kind of fingerprint by which a forgotten message is known again. */
export const MARK = "forgotten-message";

export function createIntake(
  statements: Statements,
  cipher: Cipher,
  seals: ReturnType<typeof createTalkSeals>,
  gather: Gather,
  process: string | undefined,
): Pick<ConversationStore, "receive" | "receiveAnswered"> {
  /** The columns of messages that come in, each a list. */
  const columnsOf = (items: readonly Incoming[]) => [
    items.map(({ address }) => address.channel),
    items.map(({ address }) => address.chat),
    items.map(({ messageId }) => clean(messageId)),
    items.map(({ sender }) => clean(sender)),
    items.map(({ address, messageId, content }) => seals.sealContent(address, clean(messageId), content)),
    items.map(({ locale }) => locale ?? null),
    items.map(({ receivedAt }) => receivedAt),
    items.map(({ group }) => group ?? null),
    items.map(({ tapped }) => tapped ?? null),
  ];

  /** The fingerprints by which messages are known that were forgotten, and the places of their messages from 1. */
  function marksOf(items: readonly Incoming[]): [string[], number[]] {
    const marks = items.flatMap(({ address: { channel, chat }, messageId }, index) =>
      cipher
        .fingerprints(MARK, rowOf(channel, chat, clean(messageId)))
        .map((mark) => ({ mark, place: index + 1 })),
    );
    return [marks.map(({ mark }) => mark), marks.map(({ place }) => place)];
  }

  const receive = gather(async (items: readonly Incoming[]): Promise<readonly boolean[]> => {
    const stored = await statements.query<{ channel: string; chat: string; message_id: string }>(
      `with forgotten as (
         select place from unnest($10::text[], $11::int8[]) as one (mark, place) join forgotten_messages using (mark)
       ), items as (
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[]) with ordinality
         as one (channel, chat, message_id, sender, content, locale, received_at, group_id, tapped, place)
         where place not in (select place from forgotten)
       ), places as (
         insert into conversations as known (channel, chat, sequence, updated_at)
         select channel, chat, count(*)::int4, max(received_at) from items group by channel, chat
         order by channel, chat
         on conflict (channel, chat) do update set sequence = known.sequence + excluded.sequence
         returning channel, chat, sequence
       )
       insert into incoming
         (channel, chat, message_id, sequence, sender, content, locale, received_at, group_id, tapped)
       select channel, chat, message_id,
         sequence - (count(*) over same)::int4 + (row_number() over (same order by place))::int4,
         sender, content::jsonb, locale, received_at, group_id, tapped
       from items join places using (channel, chat) window same as (partition by channel, chat) order by place
       on conflict (channel, chat, message_id) do nothing returning channel, chat, message_id`,
      [...columnsOf(items), ...marksOf(items)],
    );
    const fresh = new Set(stored.map((row) => rowOf(row.channel, row.chat, row.message_id)));
    // Of two of one id the first was stored.
    return items.map(({ address: { channel, chat }, messageId }) =>
      fresh.delete(rowOf(channel, chat, clean(messageId))),
    );
  });

  // Written so that no plan reads the whole talk, or compares every item with every other: the embedded database knows
  // little of its tables and takes them to be short.
  const receiveAnswered = gather(async (items: readonly Answered[]) => {
    const sent = items.map(({ replies, after }) =>
      replies.map((reply, index): SentReply => ({ sequence: after + 2 + index, reply })),
    );
    const intended = items.flatMap(({ incoming: { address }, at }, index) =>
      (sent[index] ?? []).map((one) => ({ address, at, one })),
    );
    const messages = items.map(({ incoming }) => incoming);
    const stored = await statements.query<Address>(
      `with forgotten as (
         select place from unnest($10::text[], $11::int8[]) as one (mark, place) join forgotten_messages using (mark)
       ), items as (
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
           $8::text[], $9::text[], $12::text[], $13::text[], $14::int4[], $15::int4[]) with ordinality
         as one (channel, chat, message_id, sender, content, locale, received_at, group_id, tapped, at, state, after,
           replies, place)
         where place not in (select place from forgotten) and (
           select true from incoming where incoming.channel = one.channel and incoming.chat = one.chat
             and incoming.message_id = one.message_id) is null
         order by channel, chat
       ), begun as (
         insert into conversations (channel, chat, sequence, updated_at, state)
         select channel, chat, 1 + replies, at, state::jsonb from items where after = 0
         on conflict (channel, chat) do nothing returning channel, chat
       ), gone_on as (
         update conversations set sequence = after + 1 + replies, updated_at = at,
           state = coalesce(items.state::jsonb, conversations.state)
         from items where conversations.channel = items.channel and conversations.chat = items.chat
           and conversations.sequence = after
         returning items.*
       ), placed as (
         select * from gone_on union all select items.* from items join begun using (channel, chat)
       ), received as (
         insert into incoming
           (channel, chat, message_id, sequence, sender, content, locale, received_at, group_id, tapped, done_at)
         select channel, chat, message_id, after + 1, sender, content::jsonb, locale, received_at, group_id, tapped, at
         from placed
       ), intended as (
         ${insertIntents(16, "join placed using (channel, chat)")}
       )
       select channel, chat from placed`,
      [
        ...columnsOf(messages),
        ...marksOf(messages),
        items.map(({ at }) => at),
        items.map(({ incoming, state }) =>
          state === undefined ? null : seals.sealState(incoming.address, state),
        ),
        items.map(({ after }) => after),
        items.map(({ replies }) => replies.length),
        ...intentsOf(seals, intended, process),
      ],
    );
    const placed = new Set(stored.map(({ channel, chat }) => rowOf(channel, chat)));
    return items.map(({ incoming: { address } }, index) =>
      placed.has(rowOf(address.channel, address.chat)) ? sent[index] : undefined,
    );
  });

  return { receive, receiveAnswered };
}
