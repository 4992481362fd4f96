// Run by kill.test.ts in a process of its own: opens the folder, ingests, says "." for each file and "done" at the end.
import { writeSync } from "node:fs";
import { given, openShelves } from "./stand-in.ts";
import { changedFiles } from "./kill-corpus.ts";

const shelves = await openShelves(process.argv[2]);
await shelves.library.ingest(given(changedFiles()), { onProgress: () => writeSync(1, ".") });
await shelves.database.close();
writeSync(1, "done");
