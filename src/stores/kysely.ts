// The one file that names kysely: what the stores use of it, and a dialect over a single PostgreSQL session.
// A session runs one statement at a time; a transaction holds its own until it ends.
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";

import { AppError } from "../domain/errors.ts";

export { CompiledQuery, Kysely, type Migration, Migrator, type Selectable, sql } from "kysely";

/** What came of a statement; `affected` counts the rows that it changed. */
export interface Ran {
  readonly rows: unknown[];
  readonly affected?: number;
}

/** One PostgreSQL session. Statements run in the order they are asked, also those asked before earlier ones are done. */
export interface Session {
  /** `blob` is what `COPY … FROM '/dev/blob'` reads; whoever gives it must not use it again. */
  query(text: string, values: readonly unknown[], blob?: Uint8Array): Promise<Ran>;
  close(): Promise<void>;
}

/** Where sessions come from: one that everybody waits for, or a server's many. */
export interface Sessions {
  /** A session for one caller alone, until it is given back. */
  acquire(): Promise<Session>;
  /** `broken`: its connection failed, so that it must not be used again. */
  release(session: Session, broken: boolean): void;
  close(): Promise<void>;
}

/**
 * One session for everybody. Statements of their own are asked at once, without waiting for the one before to come back;
 * from its beginning to its end a transaction has the session for itself.
 */
export function inTurn(session: Session): Sessions {
  /** Settles when the transactions that have begun are over. */
  let over = Promise.resolve();
  const underWay = new WeakMap<Session, { readonly before: Promise<void>; done(): void }>();

  function begin(one: Session): void {
    const { promise, resolve: done } = Promise.withResolvers<void>();
    underWay.set(one, { before: over, done });
    over = promise;
  }

  function end(one: Session): void {
    underWay.get(one)?.done();
    underWay.delete(one);
  }

  /** The session as one caller sees it. */
  function lent(): Session {
    const one: Session = {
      async query(text, values, blob) {
        if (text === "begin") begin(one);
        await (underWay.get(one)?.before ?? over);
        const ran = await session.query(text, values, blob);
        // After a commit that fails the transaction is still to be rolled back.
        if (text === "commit" || text === "rollback") end(one);
        return ran;
      },
      close: () => session.close(),
    };
    return one;
  }

  return {
    acquire: async () => lent(),
    release: end,
    close: () => session.close(),
  };
}

/** A dialect over sessions; `destroy` closes them. */
export function createSessionDialect(sessions: Sessions): Dialect {
  const held = new WeakMap<DatabaseConnection, { readonly session: Session; broken: boolean }>();

  function createConnection(session: Session): DatabaseConnection {
    const hold = { session, broken: false };
    const connection: DatabaseConnection = {
      async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
        const blob =
          parameters[0] instanceof Uint8Array && text.startsWith("copy ") ? parameters[0] : undefined;
        try {
          const { rows, affected } = await session.query(text, blob === undefined ? parameters : [], blob);
          return {
            rows: rows as Row[],
            ...(affected === undefined ? {} : { numAffectedRows: BigInt(affected) }),
          };
        } catch (cause) {
          if (cause instanceof AppError && cause.code === "database.unreachable") hold.broken = true;
          throw cause;
        }
      },
      async *streamQuery() {
        yield Promise.reject(new Error("nothing here streams"));
      },
    };
    held.set(connection, hold);
    return connection;
  }

  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      async init() {},
      acquireConnection: async () => createConnection(await sessions.acquire()),
      async beginTransaction(connection) {
        await connection.executeQuery(CompiledQuery.raw("begin"));
      },
      async commitTransaction(connection) {
        await connection.executeQuery(CompiledQuery.raw("commit"));
      },
      async rollbackTransaction(connection) {
        await connection.executeQuery(CompiledQuery.raw("rollback"));
      },
      async releaseConnection(connection) {
        const hold = held.get(connection);
        if (hold !== undefined) sessions.release(hold.session, hold.broken);
      },
      destroy: () => sessions.close(),
    }),
  };
}
