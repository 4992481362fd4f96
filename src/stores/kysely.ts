// The one file that names kysely: what the stores use of it, and a dialect over a single PostgreSQL session.
// A session runs one statement at a time, so connections are handed out in turn and a transaction holds the only one.
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";

export { CompiledQuery, Kysely, type Migration, Migrator, type Selectable, sql } from "kysely";

/** One PostgreSQL session. `query` is never called again before its last promise settles. */
export interface Session {
  /** `blob` is what `COPY … FROM '/dev/blob'` reads. */
  query(
    text: string,
    values: readonly unknown[],
    blob?: Uint8Array,
  ): Promise<{ rows: unknown[]; affected?: number }>;
  close(): Promise<void>;
}

/** A dialect whose statements go through `session` one after another; `destroy` closes the session. */
export function createSessionDialect(session: Session): Dialect {
  let last = Promise.resolve();
  const releases = new WeakMap<DatabaseConnection, () => void>();

  function createConnection(): DatabaseConnection {
    return {
      async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
        const blob =
          parameters[0] instanceof Uint8Array && text.startsWith("copy ") ? parameters[0] : undefined;
        const { rows, affected } = await session.query(text, blob === undefined ? parameters : [], blob);
        return {
          rows: rows as Row[],
          ...(affected === undefined ? {} : { numAffectedRows: BigInt(affected) }),
        };
      },
      async *streamQuery() {
        yield Promise.reject(new Error("one session cannot stream"));
      },
    };
  }

  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      async init() {},
      async acquireConnection() {
        const turn = last;
        let release: () => void = () => {};
        last = new Promise((resolve) => {
          release = resolve;
        });
        await turn;
        const connection = createConnection();
        releases.set(connection, release);
        return connection;
      },
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
        releases.get(connection)?.();
      },
      destroy: () => session.close(),
    }),
  };
}
