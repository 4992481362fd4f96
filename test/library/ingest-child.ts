// Run by kill.test.ts in a process of its own: opens the folder, says how far it
// got before and whether tables and index agree, ingests, says "." for each file and "done" at the end.
import { writeSync } from "node:fs";
import { given, openShelves } from "./stand-in.ts";
import { changedFiles } from "./kill-corpus.ts";

const shelves = await openShelves(process.argv[2]);
const [state] = await shelves.database.query<{ changed: number; stray: number }>(
  `select (select count(*)::int4 from report_files where path like '/more/%' or path like '/copies/%') as changed,
   (select count(*)::int4 from passages full join knowledge_passages using (id)
    where passages.text is null or knowledge_passages.version is null) as stray`,
);
writeSync(1, `changed=${state?.changed} stray=${state?.stray} `);
await shelves.library.ingest(given(changedFiles()), { onProgress: () => writeSync(1, ".") });
await shelves.database.close();
writeSync(1, "done");
