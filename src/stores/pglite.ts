// PostgreSQL inside this process, kept in a folder: the embedded database. It parses and plans a statement each time it is
// asked plainly, which costs more than running it: what is asked again is prepared, and runs in a third of the time.
import { PGlite, protocol } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { AppError } from "../domain/errors.ts";
import type { ArrayType } from "./binary-values.ts";
import { bindMessage, type Parameter } from "./bind-message.ts";
import type { Ran, Session } from "./kysely.ts";

/** Rows replaced or removed; each leaves its old self behind, which every scan reads until a vacuum frees its room. */
const WORTH_VACUUM = 2_000;
/** Milliseconds after which it is tried to vacuum at a moment when nobody waits for an answer. */
const PAUSE = 2_000;
/** PostgreSQL's number for the type. */
const BYTEA = 17;
/** Arrays that are given in binary, by PostgreSQL's numbers for their types: written out as text and read again they take as long as what is done with them. */
const ARRAYS: ReadonlyMap<number, ArrayType> = new Map([
  [1007, "int4[]"],
  [1009, "text[]"],
  [1016, "int8[]"],
]);
/** WASI's number. */
const ENOSPC = 51;
/** Codes of PostgreSQL, of the system and our own. */
const FULL = new Set(["53100", "ENOSPC", "disk.full"]);
const DISK_FULL = /\bENOSPC\b|no space left on device/i;

/**
 * Opens the database in `folder`, which is made when missing; undefined keeps it in memory. Commits survive the death
 * of the process, not a power cut. Opening and statements fail with AppError disk.full when the disk is full.
 */
export async function openPglite(folder: string | undefined): Promise<Session> {
  const creating = PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    extensions: { vector },
    // PGlite's own way takes many times as long.
    parsers: { [BYTEA]: (text: string) => new Uint8Array(Buffer.from(text.slice(2), "hex")) },
  });
  const pglite = await creating.catch((cause: unknown) => {
    throw diskFull(cause) ? new AppError("disk.full", { retryable: true, cause }) : cause;
  });
  const prepared = createPrepared(pglite);
  let last: Promise<unknown> = Promise.resolve();
  /** Statements asked and not done. */
  let waiting = 0;
  let transaction = false;
  let left = 0;
  /** Tables still to be vacuumed. */
  let due: string[] = [];
  let pause: NodeJS.Timeout | undefined;

  const nobodyWaits = (): boolean => waiting === 0 && !transaction;

  function inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    waiting++;
    const turn = last.then(work).finally(() => waiting--);
    last = turn.catch(() => {});
    return turn;
  }

  async function run(text: string, values: readonly unknown[], blob?: Uint8Array): Promise<Ran> {
    try {
      const { rows, affectedRows: affected } = await (blob === undefined
        ? prepared(text, values)
        : pglite.query(text, [...values], { blob: new HandedOver(blob) }));
      if (BARE.test(text)) transaction = text === "begin";
      else if (LEAVES_ROWS.test(text)) left += affected ?? rows.length;
      return { rows, ...(affected === undefined ? {} : { affected }) };
    } catch (cause) {
      throw diskFull(cause) ? new AppError("disk.full", { retryable: true, cause }) : cause;
    }
  }

  /** What a server's autovacuum does, which is missing here: one table after the other, until somebody asks for something. */
  async function vacuum(): Promise<void> {
    if (left >= WORTH_VACUUM) {
      left = 0;
      const { rows } = await inOrder(() => pglite.query<{ name: string }>(TABLES));
      due = rows.map(({ name }) => name);
    }
    while (nobodyWaits()) {
      const table = due.shift();
      if (table === undefined) return;
      await inOrder(() => pglite.exec(`vacuum ${table}`));
    }
  }

  function vacuumSoon(): void {
    if (folder === undefined || pause !== undefined || (left < WORTH_VACUUM && due.length === 0)) return;
    const again = (): void => {
      pause = undefined;
      vacuumSoon();
    };
    pause = setTimeout(() => void vacuum().then(again, again), PAUSE).unref();
  }

  return {
    async query(text, values, blob) {
      try {
        return await inOrder(() => run(text, values, blob));
      } finally {
        vacuumSoon();
      }
    },
    async close() {
      clearTimeout(pause);
      if (folder !== undefined) await vacuum().catch(() => {});
      await inOrder(() => pglite.close());
    },
  };
}

/** Bytes for a COPY as they are: a `Blob` of them would be copied when it is made, and again when it is read. */
class HandedOver extends Blob {
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    super();
    this.#bytes = bytes;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer, byteLength } = this.#bytes;
    const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
    return Promise.resolve(whole ? buffer : this.#bytes.slice().buffer);
  }
}

interface Answer {
  readonly rows: unknown[];
  readonly affectedRows?: number | undefined;
}

type Described = Awaited<ReturnType<PGlite["describeQuery"]>>;

interface Statement {
  readonly name: string;
  readonly described: Described;
  uses: number;
}

/** Statements that are kept prepared. */
const MOST_PREPARED = 300;
/** After so many uses a statement is planned anew: the tables have grown meanwhile. */
const MOST_USES = 100;
/** What begins and ends a transaction takes no values and gives no rows. */
const BARE = /^(?:begin|commit|rollback)$/;
const TABLES =
  "select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace";
const LEAVES_ROWS = /\b(?:update|delete)\b/i;
const CHANGES_TABLES = /^\s*(?:create|alter|drop)\b/i;
const PREPARABLE = /^\s*(?:select|insert|update|delete|with)\b/i;
/** Works on lists, each in the same way whatever is in them: planning such a statement for every use takes longer than running it. */
const ON_LISTS = /\bunnest\(\$/;

/** Runs statements, those asked before as prepared ones. Never to be called again before its last promise settles. */
function createPrepared(pglite: PGlite): (text: string, values: readonly unknown[]) => Promise<Answer> {
  const { serialize } = protocol;
  const asked = new Set<string>();
  const statements = new Map<string, Statement>();
  let names = 0;
  /** Whether statements are planned without their values; undefined when it is not known. */
  let planned: "force_generic_plan" | "auto" | undefined;

  const send = async (first: Uint8Array, ...others: readonly Uint8Array[]) =>
    (await pglite.execProtocol(others.length === 0 ? first : Buffer.concat([first, ...others]))).messages;

  async function prepare(text: string): Promise<Statement> {
    const described = await pglite.describeQuery(text);
    const statement = { name: `s${++names}`, described, uses: 0 };
    await send(serialize.parse({ name: statement.name, text }), serialize.sync());
    return statement;
  }

  async function forget(text: string): Promise<void> {
    const statement = statements.get(text);
    if (statement === undefined) return;
    statements.delete(text);
    await send(serialize.close({ type: "S", name: statement.name }), serialize.sync());
  }

  async function known(text: string): Promise<Statement> {
    const found = statements.get(text);
    if (found !== undefined && found.uses < MOST_USES) return found;
    if (found !== undefined) await forget(text);
    const [oldest] = statements.keys();
    if (oldest !== undefined && statements.size >= MOST_PREPARED) await forget(oldest);
    const fresh = await prepare(text);
    statements.set(text, fresh);
    return fresh;
  }

  return async (text, values) => {
    if (BARE.test(text)) {
      await send(serialize.query(text));
      // What was set within the transaction is as it was before.
      if (text === "rollback") planned = undefined;
      return { rows: [] };
    }
    if (CHANGES_TABLES.test(text) && statements.size > 0) {
      // What was prepared may give other columns now.
      statements.clear();
      await send(serialize.query("deallocate all"));
    }
    if (!PREPARABLE.test(text) || !asked.has(text)) {
      if (asked.size >= MOST_PREPARED * 4) asked.clear();
      asked.add(text);
      return pglite.query(text, [...values]);
    }
    const statement = await known(text);
    statement.uses++;
    const { name, described } = statement;
    const plan = ON_LISTS.test(text) ? "force_generic_plan" : "auto";
    if (plan !== planned) {
      await send(serialize.query(`set plan_cache_mode = ${plan}`));
      planned = plan;
    }
    const messages = await send(bindMessage(name, described.queryParams.map(parameterOf(values))));
    return ranOf(messages, described);
  };
}

const parameterOf =
  (values: readonly unknown[]) =>
  ({ serializer, dataTypeID }: Described["queryParams"][number], index: number): Parameter => {
    const value = values[index];
    if (value === null || value === undefined) return null;
    if (value instanceof Uint8Array) return value;
    const array = ARRAYS.get(dataTypeID);
    if (array !== undefined && Array.isArray(value)) return { array, values: value };
    if (serializer !== undefined) return serializer(value);
    return typeof value === "string" ? value : JSON.stringify(value);
  };

type Message = Awaited<ReturnType<PGlite["execProtocol"]>>["messages"][number];
const isRow = (message: Message): message is Message & { fields: readonly (string | null)[] } =>
  message.name === "dataRow";
const isEnd = (message: Message): message is Message & { text: string } => message.name === "commandComplete";

function ranOf(messages: readonly Message[], { resultFields }: Described): Answer {
  const rows: unknown[] = [];
  let affected: number | undefined;
  for (const message of messages) {
    if (isRow(message)) {
      const row: Record<string, unknown> = {};
      for (const [index, { name, parser, dataTypeID }] of resultFields.entries()) {
        const field = message.fields[index];
        row[name] = typeof field === "string" && parser !== undefined ? parser(field, dataTypeID) : field;
      }
      rows.push(row);
    } else if (isEnd(message)) {
      // "INSERT 0 3", "UPDATE 2", "SELECT 5"
      const [command = "", ...counts] = message.text.split(" ");
      if (/^(?:INSERT|UPDATE|DELETE|MERGE)$/.test(command)) affected = Number(counts.at(-1));
    }
  }
  return { rows, affectedRows: affected };
}

/** Whether a failure of the database or the file system means that the disk is full. */
export function diskFull(cause: unknown): boolean {
  if (typeof cause !== "object" || cause === null) return false;
  // Emscripten's file system throws what is no Error, with the system's number for it.
  if ("errno" in cause && cause.errno === ENOSPC) return true;
  if (!(cause instanceof Error)) return false;
  const code = "code" in cause ? String(cause.code) : "";
  return FULL.has(code) || DISK_FULL.test(cause.message);
}

/** Whether nothing that is asked after such a failure comes back: PostgreSQL has given up, or its program has crashed. */
export function endsDatabase(cause: unknown): boolean {
  const reason = cause instanceof AppError ? cause.cause : cause;
  if (reason instanceof WebAssembly.RuntimeError) return true;
  return reason instanceof Error && "severity" in reason && /^(?:PANIC|FATAL)$/.test(String(reason.severity));
}
