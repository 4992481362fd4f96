// A thread that reads as `readPlain` does, and ends over files that are called so.
import { serveReading } from "../../src/library/reading-thread.ts";
import { encodeReport } from "../../src/stores/postgres-library-rows.ts";
import { readPlain } from "./stand-in.ts";

await serveReading(async (file) => {
  if (file.name.startsWith("exits")) process.exit(1);
  if (file.name.startsWith("throws")) {
    setImmediate(() => {
      throw new Error("out of hand");
    });
    await new Promise(() => {});
  }
  if (file.name.startsWith("rejected")) throw new Error("in hand");
  return readPlain(file);
}, encodeReport);
