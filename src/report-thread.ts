// Where a thread of report-threads.ts begins: it reads as app.ts lets the library read and encodes for the same tables.
import { readReport } from "../ingest/read.ts";
import { serveReading } from "./library/reading-thread.ts";
import { encodeReport } from "./stores/postgres-library-rows.ts";

await serveReading(readReport, encodeReport);
