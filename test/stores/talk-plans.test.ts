// What the busiest statements read: of a long talk only the message they are about, whatever the planner takes the tables for.
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Incoming } from "../../src/domain/message.ts";
import { createCipher } from "../../src/stores/cipher.ts";
import { type Database, openDatabase, type Statements } from "../../src/stores/database.ts";
import { createPostgresConversations } from "../../src/stores/postgres-conversations.ts";

interface Plan {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly Plans?: readonly Plan[];
}

const at = "2026-11-20T08:00:00.000Z";
const CHATS = 3;
const LENGTH = 400;
const message = (chat: string, messageId: string): Incoming => ({
  address: { channel: "test", chat },
  messageId,
  sender: "s",
  content: { kind: "text", text: "你好" },
  receivedAt: at,
});

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ command: "test" });
  const chats = `from generate_series(1, ${CHATS}) as chat`;
  await database.query(
    `insert into conversations (channel, chat, sequence, updated_at) select 'test', chat::text, ${LENGTH}, $1 ${chats}`,
    [at],
  );
  await database.query(
    `insert into incoming (channel, chat, message_id, sequence, sender, content, received_at, done_at)
     select 'test', chat::text, 'm' || number, number, 's', '{"kind":"text","text":"你好"}', $1, $1
     ${chats}, generate_series(1, ${LENGTH}) as number`,
    [at],
  );
});
afterAll(() => database.close());

/** How the statements of some work reach a table. */
async function reaching(
  table: string,
  work: (store: ReturnType<typeof createPostgresConversations>) => Promise<unknown>,
): Promise<(string | undefined)[]> {
  const asked: { text: string; values: readonly unknown[] }[] = [];
  const recorded: Statements = {
    ...database,
    query: (text: string, values: readonly unknown[] = []) => {
      asked.push({ text, values });
      return database.query(text, values);
    },
  };
  const cipher = createCipher([{ id: "t1", secret: randomBytes(32) }]);
  await work(createPostgresConversations(recorded, cipher));
  const ways: (string | undefined)[] = [];
  const walk = (plan: Plan): void => {
    if (plan["Relation Name"] === table && plan["Node Type"].endsWith("Scan")) ways.push(plan["Index Name"]);
    for (const inner of plan.Plans ?? []) walk(inner);
  };
  for (const { text, values } of asked) {
    const [row] = await database.query<{ "QUERY PLAN": { Plan: Plan }[] }>(
      `explain (format json) ${text}`,
      values,
    );
    for (const { Plan: plan } of row?.["QUERY PLAN"] ?? []) walk(plan);
  }
  return ways;
}

describe("in long talks", () => {
  it("finds by its own index whether a message was there before", async () => {
    const answered = { incoming: message("1", "new"), replies: [], at, after: LENGTH };
    expect(await reaching("incoming", (store) => store.receiveAnswered(answered))).toEqual(["incoming_pkey"]);
  });

  it("reads what was said since a place by the talk's order", async () => {
    const ways = await reaching("incoming", (store) => store.history(message("2", "").address, LENGTH - 5));
    expect(ways).toContain("incoming_sequence");
    expect(ways).not.toContain(undefined);
  });
});
