import type { Role, Staff, Unit } from "../domain/application.ts";
import type { Cell, Cipher } from "./cipher.ts";
import type { Statements } from "./database.ts";
import type { MemberStore } from "./member-store.ts";
import { accountOf, type AccountRow } from "./account-rows.ts";
import { present } from "./rows.ts";
import type { Gather } from "./together.ts";

type StaffRows = Pick<
  MemberStore,
  "addUnit" | "units" | "addStaff" | "saveStaff" | "staff" | "staffOf" | "bindStaff" | "staffAccounts"
>;

interface UnitRow {
  id: string;
  name: string;
  level: Unit["level"];
  parent: string | null;
  place: string[];
}

interface StaffRow {
  id: string;
  name_sealed: string;
  unit: string;
  roles: Role[];
  active: boolean;
}

/** The tree of units and those who work in it: part of the member store. */
export function createStaffRows(statements: Statements, cipher: Cipher, gather: Gather): StaffRows {
  const nameCell = (id: string): Cell => ({ table: "staff", row: id, column: "name_sealed" });
  const valuesOf = ({ id, name, unit, roles, active }: Staff): unknown[] => [
    id,
    cipher.seal(name, nameCell(id)),
    unit,
    [...roles],
    active,
  ];
  const staffOf = ({ id, name_sealed, unit, roles, active }: StaffRow): Staff => ({
    id,
    name: cipher.open(name_sealed, nameCell(id)),
    unit,
    roles,
    active,
  });

  // Asked with every message, and nearly always in vain.
  const findStaff = gather(
    async (
      asked: readonly { channel: string; sender: string }[],
    ): Promise<readonly (Staff | undefined)[]> => {
      const rows = await statements.query<StaffRow & { place: number }>(
        `select id, name_sealed, unit, roles, active, place::int4
         from unnest($1::text[], $2::text[]) with ordinality as one (channel, sender, place)
         join staff_accounts using (channel, sender) join staff on staff = id where active`,
        [asked.map(({ channel }) => channel), asked.map(({ sender }) => sender)],
      );
      return asked.map((_, index) => {
        const row = rows.find(({ place }) => place === index + 1);
        return row === undefined ? undefined : staffOf(row);
      });
    },
  );

  return {
    async addUnit({ id, name, level, parent, place }) {
      await statements.query(
        `insert into units (id, name, level, parent, place) values ($1, $2, $3, $4, $5::text[])
         on conflict (id) do update set name = excluded.name, level = excluded.level, parent = excluded.parent,
           place = excluded.place`,
        [id, name, level, parent ?? null, [...place]],
      );
    },
    async units() {
      const rows = await statements.query<UnitRow>(
        `select id, name, level, parent, place from units order by id`,
      );
      return rows.map(({ parent, ...rest }) => ({ ...rest, ...present({ parent }) }));
    },

    async addStaff(staff) {
      await statements.query(
        `insert into staff (id, name_sealed, unit, roles, active) values ($1, $2, $3, $4::text[], $5)`,
        valuesOf(staff),
      );
    },
    async saveStaff(staff) {
      await statements.query(
        `update staff set name_sealed = $2, unit = $3, roles = $4::text[], active = $5 where id = $1`,
        valuesOf(staff),
      );
    },
    async staff() {
      const rows = await statements.query<StaffRow>(
        `select id, name_sealed, unit, roles, active from staff order by id`,
      );
      return rows.map(staffOf);
    },
    staffOf: (channel, sender) => findStaff({ channel, sender }),
    async bindStaff(staff, channel, sender) {
      await statements.query(
        `insert into staff_accounts (staff, channel, sender) values ($1, $2, $3)
         on conflict (channel, sender) do update set staff = excluded.staff`,
        [staff, channel, sender],
      );
    },
    async staffAccounts(staff) {
      const rows = await statements.query<AccountRow>(
        `select a.channel, a.sender, a.chat, a.member, a.locale, a.reachable, a.last_seen
         from staff_accounts b join accounts a on a.channel = b.channel and a.sender = b.sender
         where b.staff = $1 order by a.last_seen desc, a.channel, a.sender`,
        [staff],
      );
      return rows.map(accountOf);
    },
  };
}
