// A PostgreSQL server as a source of sessions: the pool, its failures put into our words, and COPY from memory.
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { Pool, type PoolClient, types } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { AppError } from "../domain/errors.ts";
import type { Session, Sessions } from "./kysely.ts";

const CONNECT_MS = 5_000;
/** Connection classes of https://www.postgresql.org/docs/current/errcodes-appendix.html, and the shutdown ones. */
const GONE = /^(?:08...|57P0[1-5])$/;
const SOCKET = /^E(?:CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)$|^ENOTFOUND$/;
/** Serialisation failure and deadlock: the same work can succeed a moment later. */
const AGAIN = /^40(?:001|P01)$/;

export interface ServerOptions {
  readonly url: string;
  /** Connections at most. */
  readonly connections?: number;
  /** Names used without a schema are found and made here; it must exist. Left out, the role's own search path. */
  readonly schema?: string;
}

/**
 * Sessions of a PostgreSQL server, connected when first needed. Statements fail with AppError database.unreachable
 * (retryable), database.refused (login or rights), disk.full, or conflict (a deadlock was broken up).
 */
export function createServerSessions({ url, connections = 10, schema }: ServerOptions): Sessions {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "gongyou",
    types: {
      // Counts fit a number; the driver would give strings.
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
    },
    ...(schema === undefined ? {} : { options: `-c search_path=${schema},public` }),
  });
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  const clients = new WeakMap<Session, PoolClient>();

  return {
    async acquire() {
      const client = await pool.connect().catch((cause: unknown) => {
        throw classified(cause, url);
      });
      // Between two statements nobody else hears that the server went away; the next statement says it.
      if (client.listenerCount("error") === 0) client.on("error", () => {});
      const session: Session = {
        async query(text, values, blob) {
          try {
            if (blob !== undefined) {
              const stream = client.query(copyFrom(text.replace("'/dev/blob'", "stdin")));
              await pipeline(Readable.from([blob]), stream);
              return { rows: [] };
            }
            const result = await client.query<Record<string, unknown>>(text, [...values]);
            return { rows: result.rows, ...(result.rowCount === null ? {} : { affected: result.rowCount }) };
          } catch (cause) {
            throw classified(cause, url);
          }
        },
        async close() {},
      };
      clients.set(session, client);
      return session;
    },
    release: (session, broken) => clients.get(session)?.release(broken),
    close: () => pool.end(),
  };
}

/** The failure in our words; what is no failure of the connection, a right or the disk stays as it is. */
function classified(cause: unknown, url: string): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = "code" in cause ? String(cause.code) : "";
  const detail = { host: hostOf(url) };
  if (code === "53100") return new AppError("disk.full", { retryable: true, detail, cause });
  if (AGAIN.test(code)) return new AppError("conflict", { retryable: true, cause });
  if (/^28|^3D000$|^42501$/.test(code)) return new AppError("database.refused", { detail, cause });
  if (GONE.test(code) || SOCKET.test(code) || /terminated|timeout exceeded/i.test(cause.message)) {
    return new AppError("database.unreachable", { retryable: true, detail, cause });
  }
  return cause;
}

function hostOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? "" : parsed.host || (parsed.searchParams.get("host") ?? "");
}
