import { randomBytes } from "node:crypto";
import { createCipher } from "../../src/stores/cipher.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import type { StoreSet } from "../../src/stores/stores.ts";

export interface TestStores {
  readonly database: Database;
  readonly stores: StoreSet;
  close(): Promise<void>;
}

/** Every store over an embedded database in memory, with keys of its own. */
export async function openTestStores(): Promise<TestStores> {
  const database = await openDatabase({ command: "test" });
  const stores = createPostgresStores(database, createCipher([{ id: "t1", secret: randomBytes(32) }]));
  return { database, stores, close: () => database.close() };
}
