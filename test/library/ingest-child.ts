// Run by kill.test.ts in a process of its own: opens the folder, says "ready", ingests, says "done".
import { given, openShelves } from "./stand-in.ts";
import { changedFiles } from "./kill-corpus.ts";

const shelves = await openShelves(process.argv[2]);
process.stdout.write("ready\n");
await shelves.library.ingest(given(changedFiles()));
await shelves.database.close();
process.stdout.write("done\n");
