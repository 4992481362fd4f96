import { basename, dirname } from "node:path";

/** How many names are tried before numbers are. */
const FOLDERS = 4;

/** What a report at this path may be called, most wished for first: report.txt, yanshan/report.txt, 2023/yanshan/report.txt. */
export function wishedNames(path: string): string[] {
  const names = [basename(path)];
  let folder = dirname(path);
  while (names.length < FOLDERS && basename(folder) !== "") {
    names.push(`${basename(folder)}/${names.at(-1) ?? ""}`);
    folder = dirname(folder);
  }
  return names;
}

/** The first wish that is not taken, else the last one with the report's id, which nobody else has. */
export function freeName(path: string, id: string, taken: ReadonlySet<string>): string {
  const wishes = wishedNames(path);
  return wishes.find((name) => !taken.has(name)) ?? `${wishes.at(-1) ?? path} (${id})`;
}
