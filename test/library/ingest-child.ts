// Run by kill.test.ts in a process of its own: opens the folder, says how far it
// got before and whether tables and index agree, ingests, in threads when told so, says "." for each file and "done" at
// the end.
import { given, openShelves, PLAIN_THREADS } from "./stand-in.ts";
import { changedFiles } from "./kill-corpus.ts";

const shelves = await openShelves(process.argv[2], process.argv[3] === "threads" ? PLAIN_THREADS : undefined);
const [state] = await shelves.database.query<{ changed: number; stray: number }>(
  `select (select count(*)::int4 from report_files where path like '/more/%' or path like '/copies/%') as changed,
   (select count(*)::int4 from passages full join knowledge_passages using (id)
    where passages.text is null or knowledge_passages.version is null) as stray`,
);
process.stdout.write(`changed=${state?.changed} stray=${state?.stray} `);
await shelves.library.ingest(given(changedFiles()), { onProgress: () => process.stdout.write(".") });
await shelves.database.close();
process.stdout.write("done");
