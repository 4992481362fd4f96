// Finds planted words in whatever a program leaves behind, in each way bytes can hold them.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** The bytes a text can lie as: UTF-8, UTF-16 both ways, GB is not used here; JSON escapes, hexadecimal and base64. */
function formsOf(text: string): Buffer[] {
  const utf8 = Buffer.from(text, "utf8");
  const utf16 = Buffer.from(text, "utf16le");
  const swapped = Buffer.from(utf16).swap16();
  const escaped = Array.from(text, (one) =>
    one.charCodeAt(0) < 128 ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ).join("");
  // Base64 of the middle, at each of the three ways it can lie.
  const base64 = [0, 1, 2].map((shift) => {
    const whole = Math.floor((utf8.length - shift) / 3) * 3;
    return utf8.subarray(shift, shift + whole).toString("base64");
  });
  return [
    utf8,
    utf16,
    swapped,
    ...[
      escaped,
      utf8.toString("hex"),
      utf8.toString("hex").toUpperCase(),
      ...base64.filter((one) => one.length >= 12),
    ].map((form) => Buffer.from(form, "latin1")),
  ];
}

export interface Finding {
  readonly where: string;
  readonly planted: string;
}

export type Planted = Readonly<Record<string, string>>;

/** Which of the planted words lie in the bytes. */
export function searchIn(where: string, bytes: Uint8Array, planted: Planted): Finding[] {
  const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Object.entries(planted)
    .filter(([, text]) => formsOf(text).some((form) => hay.includes(form)))
    .map(([name]) => ({ where, planted: name }));
}

/** Every file under the folder. */
export async function searchFolder(
  folder: string,
  planted: Planted,
): Promise<{ files: number; found: Finding[] }> {
  const found: Finding[] = [];
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files++;
    const path = join(entry.parentPath, entry.name);
    found.push(...searchIn(relative(folder, path), await readFile(path), planted));
  }
  return { files, found };
}

/** Every row of every table as text: what a compressed page could hide from a search of files. */
export async function searchTables(
  query: (text: string) => Promise<readonly Record<string, unknown>[]>,
  planted: Planted,
): Promise<{ rows: number; found: Finding[] }> {
  const tables = await query(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const found: Finding[] = [];
  let rows = 0;
  for (const { schema, name } of tables) {
    for (const { row } of await query(
      `select one::text as row from "${String(schema)}"."${String(name)}" one`,
    )) {
      rows++;
      found.push(...searchIn(`table ${String(name)}`, Buffer.from(String(row)), planted));
    }
  }
  return { rows, found };
}
