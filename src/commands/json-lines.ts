import { open, type FileHandle } from "node:fs/promises";

export interface JsonLine {
  /** From 1, blank lines counted. */
  readonly number: number;
  /** What the line holds; undefined when it is no JSON. */
  readonly value: unknown;
}

/** The lines of a file that are not blank, read as they are asked for; undefined when the file cannot be opened. */
export async function openJsonLines(file: string): Promise<AsyncIterable<JsonLine> | undefined> {
  try {
    const handle = await open(file);
    if ((await handle.stat()).isDirectory()) {
      await handle.close();
      return undefined;
    }
    return jsonLines(handle);
  } catch {
    return undefined;
  }
}

async function* jsonLines(handle: FileHandle): AsyncGenerator<JsonLine> {
  let number = 0;
  // Made here and not before: lines that come before someone listens are lost.
  for await (const line of handle.readLines({ encoding: "utf8" })) {
    number++;
    // Windows editors put a byte order mark before the first line.
    const source = (number === 1 ? line.replace(/^\uFEFF/, "") : line).trim();
    if (source !== "") yield { number, value: parsed(source) };
  }
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
