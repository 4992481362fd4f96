import { open } from "node:fs/promises";

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
    return jsonLines(handle.readLines({ encoding: "utf8" }));
  } catch {
    return undefined;
  }
}

async function* jsonLines(lines: AsyncIterable<string>): AsyncGenerator<JsonLine> {
  let number = 0;
  for await (const line of lines) {
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
