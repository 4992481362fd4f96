import { randomBytes, randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { type Cipher, createCipher } from "../../src/stores/cipher.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import type { StoreSet } from "../../src/stores/stores.ts";
import { describeWith, needs } from "./needs.ts";

export interface TestDatabase {
  readonly name: "PGlite" | "PostgreSQL";
  /** A new database with all tables; closing it removes it. */
  open(): Promise<Database>;
}

export interface Held {
  readonly database: Database;
  readonly cipher: Cipher;
  readonly stores: StoreSet;
}

const EMBEDDED: TestDatabase = { name: "PGlite", open: () => openDatabase({ command: "test" }) };

/** The embedded database, and the server of DATABASE_URL when that is set. */
export function databases(): readonly TestDatabase[] {
  const url = needs("postgres");
  return url === undefined ? [EMBEDDED] : [EMBEDDED, { name: "PostgreSQL", open: () => openOwn(url) }];
}

/** A new, empty database on the server. */
export async function makeDatabase(url: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `gongyou_test_${randomBytes(6).toString("hex")}`;
  const administer = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await administer(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => administer(`drop database ${name} with (force)`) };
}

async function openOwn(server: string): Promise<Database> {
  const { url, drop } = await makeDatabase(server);
  const database = await openDatabase({ server: { url }, command: "test" });
  return {
    ...database,
    async close() {
      await database.close();
      await drop();
    },
  };
}

/** Runs a suite over every database there is, with stores whose keys are made for it. */
export function describeStores(name: string, suite: (held: () => Held, kind: TestDatabase) => void): void {
  const over = (kind: TestDatabase): void => {
    let held: Held | undefined;
    beforeAll(async () => {
      const database = await kind.open();
      const cipher = createCipher([{ id: "t1", secret: randomBytes(32) }]);
      held = { database, cipher, stores: createPostgresStores(database, cipher, randomUUID) };
    });
    afterAll(() => held?.database.close());
    suite(() => {
      if (held === undefined) throw new Error("not open");
      return held;
    }, kind);
  };
  for (const kind of databases()) {
    if (kind.name === "PGlite") describe(`${name} (${kind.name})`, () => over(kind));
  }
  describeWith("postgres", `${name} (PostgreSQL)`, () => {
    const server = databases().find((kind) => kind.name === "PostgreSQL");
    if (server !== undefined) over(server);
  });
}
