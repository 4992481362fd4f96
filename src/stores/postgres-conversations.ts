// Talks in PostgreSQL, embedded or server, their words sealed. conversation/inbox.ts writes them, channels/web.ts reads
// their history. What every message goes through is in postgres-intake.ts and postgres-turns.ts.
import type { Address } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import { type Cipher, rowOf } from "./cipher.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { Statements } from "./database.ts";
import { createIntake, MARK } from "./postgres-intake.ts";
import { createTurnRows, saveRating } from "./postgres-turns.ts";
import { clean } from "./rows.ts";
import { alone, type Gather } from "./together.ts";
import { createTalkSeals, type IncomingRow, type RatedRow, type TalkRow } from "./sealed-talk.ts";

/** How long nothing may be heard of a process until others send what it had taken. */
const GONE = "interval '10 seconds'";

/**
 * `gather` lets the messages of many chats be written together; within a transaction each is written by itself. `process`
 * names this process among others over one database; left out, there are no others.
 */
export function createPostgresConversations(
  statements: Statements,
  cipher: Cipher,
  gather: Gather = alone,
  process?: string,
): ConversationStore {
  const seals = createTalkSeals(cipher);

  return {
    ...createIntake(statements, cipher, seals, gather, process),
    ...createTurnRows(statements, seals, gather, process),

    async pending(channels) {
      const rows = await statements.query<IncomingRow>(
        `select ${INCOMING} from incoming
         where done_at is null and ($1::text[] is null or channel = any($1::text[])) order by ordinal`,
        [channels ?? null],
      );
      return rows.map(seals.incomingOf);
    },

    post: (address, reply, key, at) =>
      statements.transaction(async (inner) => {
        const { channel, chat } = address;
        const [place] = await inner.query<{ sequence: number }>(
          `insert into conversations as known (channel, chat, sequence, updated_at) values ($1, $2, 1, $3)
           on conflict (channel, chat) do update set sequence = known.sequence + 1 returning sequence`,
          [channel, chat, at],
        );
        const sent: SentReply = { sequence: place?.sequence ?? 1, reply };
        const posted = await inner.query(
          `insert into deliveries (channel, chat, sequence, reply, answer, intended_at, key, about)
           values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)
           on conflict (channel, chat, key) where key is not null do nothing returning 1 as one`,
          [
            channel,
            chat,
            sent.sequence,
            seals.sealReply(address, sent),
            reply.answer ?? null,
            at,
            clean(key),
            reply.about ?? null,
          ],
        );
        return posted.length === 0 ? undefined : sent;
      }),

    async postedUnder({ channel, chat }, sequences) {
      const rows = await statements.query<{ key: string }>(
        `select key from deliveries
         where channel = $1 and chat = $2 and sequence = any($3::int4[]) and key is not null order by sequence`,
        [channel, chat, [...sequences]],
      );
      return rows.map(({ key }) => key);
    },

    async sentAs(address, message) {
      const { channel, chat } = address;
      const [row] = await statements.query<{ sequence: number; reply: unknown }>(
        `select sequence, reply from deliveries where channel = $1 and chat = $2 and $3 = any(messages)
         order by sequence desc limit 1`,
        [channel, chat, clean(message)],
      );
      if (row === undefined) return undefined;
      return { sequence: row.sequence, reply: seals.openReply(address, row.sequence, row.reply) };
    },

    async received({ channel, chat }, messageId) {
      const [row] = await statements.query<IncomingRow>(
        `select ${INCOMING} from incoming
         where channel = $1 and chat = $2 and message_id = $3 and content -> 'gone' is null`,
        [channel, chat, clean(messageId)],
      );
      return row === undefined ? undefined : seals.incomingOf(row);
    },

    async groupTalks(channel, sender) {
      const rows = await statements.query<{ chat: string }>(
        `select distinct chat from incoming
         where channel = $1 and sender = $2 and group_id is not null and chat <> group_id`,
        [channel, clean(sender)],
      );
      return rows.map(({ chat }) => chat);
    },

    async waitingChats(channels) {
      const rows = await statements.query<Address & { since: number }>(
        `select channel, chat, min(sequence) as since from deliveries
         where result is null and ($1::text[] is null or channel = any($1::text[])) and ${free(2)}
         group by channel, chat`,
        [channels ?? null, process ?? null],
      );
      return rows.map(({ channel, chat, since }) => ({ address: { channel, chat }, since }));
    },

    async takeOver(address) {
      const { channel, chat } = address;
      const rows = await statements.query<{ sequence: number; reply: unknown }>(
        `with taken as (
           update deliveries set taken_by = $3 where channel = $1 and chat = $2 and result is null and ${free(3)}
           returning sequence, reply
         )
         select sequence, reply from taken order by sequence`,
        [channel, chat, process ?? null],
      );
      return rows.map(({ sequence, reply }) => ({
        sequence,
        reply: seals.openReply(address, sequence, reply),
      }));
    },

    async alive() {
      if (process === undefined) return;
      await statements.query(
        `with long_gone as (delete from processes where seen_at < now() - interval '1 day')
         insert into processes (id, seen_at) values ($1, now()) on conflict (id) do update set seen_at = now()`,
        [process],
      );
    },

    async leave() {
      if (process !== undefined) await statements.query(`delete from processes where id = $1`, [process]);
    },

    async undelivered(channels, only) {
      const rows = await statements.query<{
        channel: string;
        chat: string;
        sequence: number;
        reply: unknown;
      }>(
        `select channel, chat, sequence, reply from deliveries
         where result is null and ($1::text[] is null or channel = any($1::text[]))
           and ($2::text is null or chat = $2) order by channel, chat, sequence`,
        [channels ?? null, only ?? null],
      );
      const chats = new Map<string, { address: Address; replies: SentReply[] }>();
      for (const { channel, chat, sequence, reply } of rows) {
        const address = { channel, chat };
        const key = JSON.stringify([channel, chat]);
        const one = chats.get(key) ?? { address, replies: [] };
        one.replies.push({ sequence, reply: seals.openReply(address, sequence, reply) });
        chats.set(key, one);
      }
      return [...chats.values()];
    },

    async history(address, afterSequence = 0, limit = 200) {
      const { channel, chat } = address;
      const [conversation] = await statements.query<{ sequence: number; waiting: number }>(
        `select sequence,
           (select count(*)::int4 from incoming
            where channel = $1 and chat = $2 and done_at is null and content ->> 'kind' <> 'rating') as waiting
         from conversations where channel = $1 and chat = $2`,
        [channel, chat],
      );
      // One statement, so that no reply is seen without the message before it.
      const rows = await statements.query<TalkRow>(
        `select * from (
           select sequence, message_id, content, null::jsonb as reply, null as rating, received_at as at
           from incoming
           where channel = $1 and chat = $2 and sequence > $3 and sequence > 0
             and content ->> 'kind' <> 'rating' and content -> 'gone' is null
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
        entries: rows.reverse().map((row) => seals.entryOf(address, row)),
      };
    },

    rate: (address, given, at) => saveRating(statements, address, given, at),

    async rated(rating) {
      const rows = await statements.query<RatedRow>(
        `select a.id, a.question, a.question_sealed, a.kind, a.locale, a.passages, a.cited, r.rating, r.at
         from ratings r join answers a on a.id = r.answer where $1::text is null or r.rating = $1
         order by r.at desc, a.id`,
        [rating ?? null],
      );
      return rows.map(seals.ratedOf);
    },

    forget: ({ channel, chat }, keep) =>
      statements.transaction(async (inner) => {
        const own = `where channel = $1 and chat = $2`;
        const known = await inner.query<{ message_id: string; received_at: string }>(
          `select message_id, received_at from incoming ${own} for update`,
          [channel, chat],
        );
        await inner.query(
          `insert into forgotten_messages (mark, received_at)
           select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
          [
            known.map((one) => cipher.fingerprint(MARK, rowOf(channel, chat, one.message_id))),
            known.map((one) => one.received_at),
          ],
        );
        // In the order `complete` locks them, so that the two cannot deadlock. What stays keeps its sequence.
        const erasing =
          keep === undefined
            ? ["incoming", "conversations", "deliveries", "answers"].map(
                (table) => `delete from ${table} ${own}`,
              )
            : [
                `delete from incoming ${own}`,
                `update conversations set state = null ${own}`,
                `delete from deliveries ${own} and result is not null`,
                `delete from answers ${own}`,
              ];
        for (const statement of erasing) await inner.query(statement, [channel, chat]);
      }),

    async forgetWords(before) {
      const rows = await statements.query(
        `with marks as (
           delete from forgotten_messages where received_at < $1
         ), questions as (
           update answers set question = null, question_sealed = null
           where at collate "C" < $1 and (question is not null or question_sealed is not null)
         ), replies as (
           delete from deliveries where result is not null and intended_at collate "C" < $1
         ), states as (
           update conversations set state = null where state is not null and updated_at collate "C" < $1
         )
         update incoming set content = jsonb_build_object('kind', content ->> 'kind', 'gone', true)
         where done_at is not null and received_at collate "C" < $1 and content ->> 'kind' <> 'rating'
           and content -> 'gone' is null returning 1 as one`,
        [before],
      );
      return rows.length;
    },
  };
}

/** Of a reply whose delivery is not known: no other process that is alive sends it. Ours stands at $`own`. */
const free = (own: number): string =>
  `(taken_by is null or taken_by is not distinct from $${own}::text or not exists (
     select 1 from processes where processes.id = deliveries.taken_by and seen_at > now() - ${GONE}))`;

const INCOMING = "channel, chat, message_id, sender, content, locale, received_at, group_id, tapped";
