// Where a thread of report-threads.ts begins.
import { readReport } from "../../ingest/read.ts";
import { serveReading } from "./reading-thread.ts";

await serveReading(readReport);
