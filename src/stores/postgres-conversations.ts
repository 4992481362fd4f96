// Talks in PostgreSQL, embedded or server. conversation/inbox.ts writes them, channels/web.ts reads their history.
// Sequences are given out under the conversation's row lock, so within a chat they become visible in order.
import { z } from "zod";
import type { Address, Incoming } from "../domain/message.ts";
import type { SentReply, TalkEntry } from "../domain/talk.ts";
import type { ConversationStore, RatingGiven } from "./conversation-store.ts";
import type { Database, Statements } from "./database.ts";

const LocaleColumn = z.enum(["zh-Hans", "zh-Hant", "en"]);
const RatingColumn = z.enum(["up", "down"]);
const Content = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("rating"), answer: z.string(), rating: RatingColumn }),
]);
const StoredReply = z.object({
  kind: z.enum(["answer", "unknown", "offtopic", "smalltalk", "clarify", "notice"]),
  text: z.string(),
  citations: z.array(
    z.object({
      report: z.string(),
      title: z.string(),
      publisher: z.string().exactOptional(),
      date: z.string().exactOptional(),
      quote: z.string(),
      link: z.string(),
    }),
  ),
  suggestions: z.array(z.string()),
  locale: LocaleColumn,
  answer: z.string().exactOptional(),
});

interface IncomingRow {
  channel: string;
  chat: string;
  message_id: string;
  sender: string;
  content: unknown;
  locale: string | null;
  received_at: string;
}
interface TalkRow {
  sequence: number;
  message_id: string | null;
  content: unknown;
  reply: unknown;
  rating: string | null;
  at: string;
}

export function createPostgresConversations(database: Database): ConversationStore {
  return {
    async receive(incoming) {
      const { address, messageId, sender, content, locale, receivedAt } = incoming;
      const key = [address.channel, address.chat, clean(messageId)];
      return database.transaction(async (inner) => {
        const sequence = await takeSequences(inner, address, 1, receivedAt);
        const known = await inner.query(
          `select 1 from incoming where channel = $1 and chat = $2 and message_id = $3`,
          key,
        );
        if (known.length > 0) return false;
        await inner.query(
          `insert into incoming (channel, chat, message_id, sequence, sender, content, locale, received_at)
           values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
          [...key, sequence, clean(sender), json(content), locale ?? null, receivedAt],
        );
        return true;
      });
    },

    async pending(channels) {
      const rows = await database.query<IncomingRow>(
        `select channel, chat, message_id, sender, content, locale, received_at from incoming
         where done_at is null and ($1::text[] is null or channel = any($1::text[])) order by ordinal`,
        [channels ?? null],
      );
      return rows.map(toIncoming);
    },

    async state({ channel, chat }) {
      const [row] = await database.query<{ state: unknown }>(
        `select state from conversations where channel = $1 and chat = $2`,
        [channel, chat],
      );
      return row?.state ?? undefined;
    },

    async complete({ incoming, state, replies, answer, rating, at }) {
      const { channel, chat } = incoming.address;
      return database.transaction(async (inner) => {
        const claimed = await inner.query(
          `update incoming set done_at = $4
           where channel = $1 and chat = $2 and message_id = $3 and done_at is null returning 1 as one`,
          [channel, chat, clean(incoming.messageId), at],
        );
        if (claimed.length === 0) return undefined;
        const last = await takeSequences(inner, incoming.address, replies.length, at);
        if (state !== undefined) {
          await inner.query(
            `update conversations set state = $3::jsonb, updated_at = $4 where channel = $1 and chat = $2`,
            [channel, chat, json(state), at],
          );
        }
        const sent = replies.map(
          (reply, index): SentReply => ({
            sequence: last - replies.length + 1 + index,
            reply,
          }),
        );
        for (const { sequence, reply } of sent) {
          await inner.query(
            `insert into deliveries (channel, chat, sequence, reply, answer, intended_at)
             values ($1, $2, $3, $4::jsonb, $5, $6)`,
            [channel, chat, sequence, json(reply), reply.answer ?? null, at],
          );
        }
        if (answer !== undefined) {
          await inner.query(
            `insert into answers (id, channel, chat, question, kind, locale, passages, cited, ms, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
            [
              answer.id,
              channel,
              chat,
              clean(answer.question),
              answer.kind,
              answer.locale,
              [...answer.passages],
              [...answer.cited],
              answer.ms,
              answer.at,
            ],
          );
        }
        if (rating !== undefined) await saveRating(inner, incoming.address, rating, at);
        return sent;
      });
    },

    async delivered({ channel, chat }, sequences, result, at) {
      await database.query(
        `update deliveries set result = $4, result_at = $5
         where channel = $1 and chat = $2 and sequence = any($3::int4[])`,
        [channel, chat, [...sequences], result, at],
      );
    },

    async undelivered(channels) {
      const rows = await database.query<{ channel: string; chat: string; sequence: number; reply: unknown }>(
        `select channel, chat, sequence, reply from deliveries
         where result is null and ($1::text[] is null or channel = any($1::text[]))
         order by channel, chat, sequence`,
        [channels ?? null],
      );
      const chats = new Map<string, { address: Address; replies: SentReply[] }>();
      for (const { channel, chat, sequence, reply } of rows) {
        const key = JSON.stringify([channel, chat]);
        const one = chats.get(key) ?? { address: { channel, chat }, replies: [] };
        one.replies.push({ sequence, reply: StoredReply.parse(reply) });
        chats.set(key, one);
      }
      return [...chats.values()];
    },

    async history({ channel, chat }, afterSequence = 0, limit = 200) {
      const [conversation] = await database.query<{ sequence: number; waiting: number }>(
        `select sequence,
           (select count(*)::int4 from incoming
            where channel = $1 and chat = $2 and done_at is null and content ->> 'kind' = 'text') as waiting
         from conversations where channel = $1 and chat = $2`,
        [channel, chat],
      );
      // One statement, so that no reply is seen without the message before it.
      const rows = await database.query<TalkRow>(
        `select * from (
           select sequence, message_id, content, null::jsonb as reply, null as rating, received_at as at
           from incoming
           where channel = $1 and chat = $2 and sequence > $3 and content ->> 'kind' = 'text'
           union all
           select d.sequence, null, null, d.reply, r.rating, d.intended_at
           from deliveries d left join ratings r on r.answer = d.answer
           where d.channel = $1 and d.chat = $2 and d.sequence > $3
         ) entries order by sequence desc limit $4`,
        [channel, chat, afterSequence, limit],
      );
      return {
        newest: conversation?.sequence ?? 0,
        waiting: conversation?.waiting ?? 0,
        entries: rows.reverse().map(toEntry),
      };
    },

    rate: (address, given, at) => saveRating(database, address, given, at),

    async forget({ channel, chat }) {
      await database.transaction(async (inner) => {
        // In the order `complete` locks them, so that the two cannot deadlock.
        for (const table of ["incoming", "conversations", "deliveries", "answers"]) {
          await inner.query(`delete from ${table} where channel = $1 and chat = $2`, [channel, chat]);
        }
      });
    },
  };
}

/** Gives out `count` sequences and returns the last; holds the conversation's row until the transaction ends. */
async function takeSequences(
  inner: Statements,
  { channel, chat }: Address,
  count: number,
  at: string,
): Promise<number> {
  const [row] = await inner.query<{ sequence: number }>(
    `insert into conversations as known (channel, chat, sequence, updated_at) values ($1, $2, $3, $4)
     on conflict (channel, chat) do update set sequence = known.sequence + $3 returning sequence`,
    [channel, chat, count, at],
  );
  return row?.sequence ?? count;
}

async function saveRating(
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

function toIncoming(row: IncomingRow): Incoming {
  return {
    address: { channel: row.channel, chat: row.chat },
    messageId: row.message_id,
    sender: row.sender,
    content: Content.parse(row.content),
    ...(row.locale === null ? {} : { locale: LocaleColumn.parse(row.locale) }),
    receivedAt: row.received_at,
  };
}

function toEntry({ sequence, message_id, content, reply, rating, at }: TalkRow): TalkEntry {
  if (message_id === null) {
    const given = rating === null ? {} : { rating: RatingColumn.parse(rating) };
    return { side: "reply", sequence, reply: StoredReply.parse(reply), at, ...given };
  }
  const parsed = Content.parse(content);
  const text = parsed.kind === "text" ? parsed.text : "";
  return { side: "member", sequence, messageId: message_id, text, at };
}

/** PostgreSQL refuses NUL and half a surrogate pair, and both come from the wild. */
const clean = (text: string): string => text.toWellFormed().replaceAll("\0", "");
const json = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? clean(inner) : inner));
