// The audit log in PostgreSQL, embedded or server: a chain whose links are HMACs under a key outside the database.
// Its head is sealed, so that rows cut off the end are missed too. Appending waits for other transactions that did.
import { AppError } from "../domain/errors.ts";
import type { AuditEntry, AuditStore } from "./audit-store.ts";
import { type Cell, type Cipher, rowOf } from "./cipher.ts";
import type { Statements } from "./database.ts";
import { openJson, sealJson } from "./rows.ts";

interface AuditRow {
  ordinal: number;
  actor_kind: AuditEntry["actor"]["kind"];
  actor: string;
  action: string;
  subject: string;
  at: string;
  link: string;
}

interface Head {
  readonly entries: number;
  readonly link: string;
}

const HEAD: Cell = { table: "audit_head", row: "true", column: "sealed" };
const START: Head = { entries: 0, link: "" };
const COLUMNS = `ordinal, actor_kind, actor, action, subject, at, link`;
/** Rows read at one time. */
const PAGE = 1_000;

export function createPostgresAudit(statements: Statements, cipher: Cipher): AuditStore {
  const headOf = (rows: readonly { sealed: string }[]): Head =>
    rows[0] === undefined ? START : (openJson(cipher, rows[0].sealed, HEAD) as Head);

  async function lockedHead(inner: Statements): Promise<Head> {
    const read = `select sealed from audit_head where one for update`;
    const rows = await inner.query<{ sealed: string }>(read);
    if (rows.length > 0) return headOf(rows);
    // The first entry of all; of two at one time the second waits here and reads the first one's head.
    await inner.query(`insert into audit_head (one, sealed) values (true, $1) on conflict do nothing`, [
      sealJson(cipher, START, HEAD),
    ]);
    return headOf(await inner.query(read));
  }

  /** Undefined when it was changed. */
  async function readableHead(): Promise<Head | undefined> {
    const rows = await statements.query<{ sealed: string }>(`select sealed from audit_head where one`);
    try {
      return headOf(rows);
    } catch (cause) {
      if (cause instanceof AppError && cause.code === "data.unreadable") return undefined;
      throw cause;
    }
  }

  async function* rowsAfter(ordinal: number): AsyncGenerator<AuditRow> {
    let last = ordinal;
    for (;;) {
      const page = await statements.query<AuditRow>(
        `select ${COLUMNS} from audit where ordinal > $1 order by ordinal limit $2`,
        [last, PAGE],
      );
      yield* page;
      last = page.at(-1)?.ordinal ?? last;
      if (page.length < PAGE) return;
    }
  }

  return {
    append: ({ actor, action, subject, at }) =>
      statements.transaction(async (inner) => {
        const { entries, link: previous } = await lockedHead(inner);
        const ordinal = entries + 1;
        const link = cipher.chain(previous, rowOf(ordinal, actor.kind, actor.id, action, subject, at));
        await inner.query(
          `with linked as (
             insert into audit (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7)
           )
           update audit_head set sealed = $8 where one`,
          [
            ordinal,
            actor.kind,
            actor.id,
            action,
            subject,
            at,
            link,
            sealJson(cipher, { entries: ordinal, link }, HEAD),
          ],
        );
      }),

    async verify() {
      let previous = START.link;
      let checked = 0;
      // Appending goes on meanwhile: the head is read after the rows, and what it has more is read again.
      for (;;) {
        const before = checked;
        for await (const { ordinal, actor_kind, actor, action, subject, at, link } of rowsAfter(checked)) {
          const row = rowOf(ordinal, actor_kind, actor, action, subject, at);
          if (ordinal !== checked + 1 || !cipher.follows(link, previous, row)) {
            return { kind: "broken", at: checked + 1 };
          }
          previous = link;
          checked++;
        }
        const head = await readableHead();
        if (head?.entries === checked && head.link === previous) return { kind: "sound", entries: checked };
        if (head === undefined || head.entries <= checked || checked === before) {
          return { kind: "broken", at: checked + 1 };
        }
      }
    },

    async of(subject) {
      const rows = await statements.query<AuditRow>(
        `select ${COLUMNS} from audit where subject = $1 order by ordinal`,
        [subject],
      );
      return rows.map(({ actor_kind, actor, action, at }) => ({
        actor: { kind: actor_kind, id: actor },
        action,
        subject,
        at,
      }));
    },
  };
}
