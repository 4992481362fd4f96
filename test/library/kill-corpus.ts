import { county, seeded } from "../contracts/generated-text.ts";
import { reportText } from "./stand-in.ts";

const COUNT = 400;

/** What is in the library before the killing starts. */
export function firstFiles(): Record<string, string> {
  const random = seeded(11);
  return Object.fromEntries(
    Array.from({ length: COUNT }, (_, index) => [
      `/in/${index % 9}/${index}.txt`,
      reportText(random, county(random), 6),
    ]),
  );
}

/** The same files with every third changed, new ones, near-copies, names taken twice and a bad one. */
export function changedFiles(): Record<string, string> {
  const random = seeded(12);
  const files: Record<string, string> = {};
  for (const [index, [path, text]] of Object.entries(firstFiles()).entries()) {
    files[path] = index % 3 === 0 ? `${text}另建成驿站${index}个。` : text;
    if (index % 20 === 1) files[path] = reportText(random, county(random), 8);
    if (index % 10 === 4) files[`/copies/copy-${index}.txt`] = `${text}本站转载。`;
    if (index % 4 === 0) files[`/more/${index % 5}/report.txt`] = reportText(random, county(random), 7);
    if (index % 50 === 0) files[`/more/empty-${index}.txt`] = "";
  }
  return files;
}
