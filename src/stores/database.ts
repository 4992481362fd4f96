// Opens the relational database and brings its tables up to date; stores are built over what it returns.
// The same tables and statements serve PGlite (embedded) and a PostgreSQL server.
import { existsSync } from "node:fs";
import { mkdir, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "../domain/errors.ts";
import { type CopyColumn, encodeCopy } from "./copy-rows.ts";
import {
  CompiledQuery,
  createSessionDialect,
  inTurn,
  Kysely,
  Migrator,
  type Sessions,
  sql,
} from "./kysely.ts";
import { type FolderLock, lockFolder } from "./lock.ts";
import { MIGRATIONS, type Schema } from "./migrations/list.ts";
import { diskFull, openPglite } from "./pglite.ts";
import { openPgliteThread } from "./pglite-thread.ts";
import { createServerSessions, type ServerOptions } from "./server.ts";

/** Runs statements with values at $1, $2, …; the database itself or one transaction of it. */
export interface Statements {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Adds rows, each a list of values in the order of `columns`; many times quicker than insert. */
  copyIn(table: string, columns: readonly CopyColumn[], rows: Iterable<readonly unknown[]>): Promise<void>;
  readonly tables: Kysely<Schema>;
  /**
   * All that `work` does through its argument is kept, or nothing when it throws. Inside a transaction it is part of
   * that one. Using the database itself inside `work` waits for ever.
   */
  transaction<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result>;
}

export interface Database extends Statements {
  /**
   * Runs `work` when no other process runs something of that name, and waits for its turn; alone with an embedded
   * database it is simply run. A turn ends with its process.
   */
  exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The data folder, made when missing; undefined keeps everything in memory. */
  readonly folder?: string | undefined;
  /** A PostgreSQL server, used instead of the folder. */
  readonly server?: ServerOptions | undefined;
  /** What this process does, told to a second process that is refused: "gongyou start". */
  readonly command: string;
}

/**
 * Opens the database in the folder, alone, or on the server, beside others. Throws AppError data.locked (another process
 * has it), data.newer (a newer version of Gongyou made it), data.unusable (no folder, no permission, or broken),
 * disk.full, or what `createServerSessions` names.
 */
export async function openDatabase({ folder, server, command }: DatabaseOptions): Promise<Database> {
  if (server !== undefined) {
    const kysely = overSessions(createServerSessions(server));
    return migrated(kysely, lockedOnServer(kysely), async () => {});
  }
  if (folder === undefined) return migrated(await opened(undefined), alone, async () => {});
  const root = resolve(folder);
  const lock = await takeFolder(root, command);
  const creating = join(root, "database.creating");
  const inside = join(root, "database");
  try {
    // A first start that died half-way left nothing worth keeping.
    if (existsSync(creating)) await rm(inside, { recursive: true, force: true });
    const first = !existsSync(inside);
    if (first) await writeFile(creating, "");
    const database = await migrated(await opened(inside), alone, lock.release);
    if (first) await rm(creating, { force: true });
    return database;
  } catch (cause) {
    await lock.release();
    const known = classified(cause, root);
    // A database that finds no room to begin in does not always say so.
    throw known.code === "data.unusable" && (await roomIn(root)) < ROOM_TO_BEGIN
      ? diskFullIn(root, cause)
      : known;
  }
}

/** Bytes: PostgreSQL begins with a new segment of its log, of 16 MB. */
const ROOM_TO_BEGIN = 24 * 1024 * 1024;

/** Bytes left on the folder's disk. */
async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const diskFullIn = (folder: string, cause: unknown): AppError =>
  new AppError("disk.full", { retryable: true, detail: { folder }, cause });

async function takeFolder(root: string, command: string): Promise<FolderLock> {
  try {
    await mkdir(root, { recursive: true });
    if (!(await stat(root)).isDirectory()) {
      throw new AppError("data.unusable", { detail: { folder: root, reason: "not a folder" } });
    }
    return await lockFolder(root, command);
  } catch (cause) {
    throw classified(cause, root);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: "not a folder",
  ENOTDIR: "not a folder",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "read-only",
};

function classified(cause: unknown, folder: string): AppError {
  if (diskFull(cause)) return diskFullIn(folder, cause);
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return new AppError("data.unusable", { detail: { folder, reason: REASONS[code] ?? "broken" }, cause });
}

const opened = async (inside: string | undefined): Promise<Kysely<Schema>> =>
  overSessions(inTurn(await (inside === undefined ? openPglite(undefined) : openPgliteThread(inside))));

const overSessions = (sessions: Sessions): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: createSessionDialect(sessions) });

const alone: Database["exclusively"] = (_, work) => work();

const lockedOnServer =
  (kysely: Kysely<Schema>): Database["exclusively"] =>
  (name, work) =>
    kysely.connection().execute(async (session) => {
      await sql`select pg_advisory_lock(hashtext(${`gongyou ${name}`}))`.execute(session);
      try {
        return await work();
      } finally {
        await sql`select pg_advisory_unlock(hashtext(${`gongyou ${name}`}))`.execute(session);
      }
    });

async function migrated(
  kysely: Kysely<Schema>,
  exclusively: Database["exclusively"],
  afterClose: () => Promise<void>,
): Promise<Database> {
  try {
    await migrate(kysely);
  } catch (cause) {
    await kysely.destroy();
    throw cause;
  }
  return {
    ...statementsOf(kysely, (work) => kysely.transaction().execute((inner) => work(joined(inner)))),
    exclusively,
    async close() {
      await kysely.destroy();
      await afterClose();
    },
  };
}

async function migrate(kysely: Kysely<Schema>): Promise<void> {
  const made = await sql<{
    exists: boolean;
  }>`select to_regclass('kysely_migration') is not null as exists`.execute(kysely);
  if (made.rows[0]?.exists === true) {
    const done = await sql<{ name: string }>`select name from kysely_migration`.execute(kysely);
    const unknown = done.rows.find(({ name }) => MIGRATIONS[name] === undefined);
    if (unknown !== undefined) throw new AppError("data.newer", { detail: { migration: unknown.name } });
    if (done.rows.length === Object.keys(MIGRATIONS).length) return;
  }
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** A transaction inside a transaction is the same one. */
function joined(inner: Kysely<Schema>): Statements {
  const statements: Statements = statementsOf(inner, (work) => work(statements));
  return statements;
}

function statementsOf(tables: Kysely<Schema>, transaction: Statements["transaction"]): Statements {
  return {
    tables,
    transaction,
    async query<Row>(text: string, values: readonly unknown[] = []) {
      const { rows } = await tables.executeQuery<Row>(CompiledQuery.raw(text, [...values]));
      return rows;
    },
    async copyIn(table, columns, rows) {
      const names = columns.map(({ name }) => name).join(", ");
      const text = `copy ${table} (${names}) from '/dev/blob' with (format binary)`;
      await tables.executeQuery(CompiledQuery.raw(text, [encodeCopy(columns, rows)]));
    },
  };
}
