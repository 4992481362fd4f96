// Writes to the database in the folder it is given until the disk is full, makes room and goes on; prints what it met with.
import { rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { AppError } from "../../src/domain/errors.ts";
import { openDatabase } from "../../src/stores/database.ts";

const sign = process.env["NO_ROOM"] ?? "";
const database = await openDatabase({ folder: process.argv[2] ?? "", command: "test" });
await database.query("create table things (id int4, words text)");
let kept = 0;
const met: string[] = [];

async function add(): Promise<void> {
  try {
    await database.query("insert into things select $1, 'x' from generate_series(1, 1000)", [kept]);
    kept++;
  } catch (cause) {
    met.push(cause instanceof AppError ? cause.code : String(cause));
    await setTimeout(100);
  }
}

await add();
writeFileSync(sign, "");
while (met.length < 15) await add();
rmSync(sign);
const before = kept;
for (const from = Date.now(); kept === before && Date.now() - from < 30_000; ) await add();
const rows = await database.query("select count(*)::int4 as rows from things");
await database.close();
console.log(JSON.stringify({ kept, met: [...new Set(met)], rows }));
