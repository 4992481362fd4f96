import { type Migration, sql } from "../kysely.ts";

// No statement looks into these, and taking them apart took as long as writing all else of a report.
const WHOLE = ["places", "blocks", "dropped", "repairs", "dropped_counts", "repaired_counts"];

const STATEMENTS = [
  `alter table reports ${WHOLE.map((column) => `alter ${column} type json`).join(", ")}`,
  // A damaged report has hundreds of repairs; compressing them takes longer than writing them.
  `alter table reports alter blocks set storage external, alter dropped set storage external,
   alter repairs set storage external`,
];

export const reportsAsWritten: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
