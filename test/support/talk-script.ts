// A scripted talk as test/fixtures/talks holds them: who says or sends what, what must and must not stand in the replies.
// The README in that folder tells officers how one is written.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { fold } from "../../ingest/script.ts";

const text = z.string().min(1);
const texts = z.union([text, z.array(text).min(1)]).transform((one) => [one].flat());
/** What a turn may say beside who speaks. */
const CHECKS = {
  says: texts,
  never: texts,
  taps: texts,
  script: z.enum(["zh-Hans", "zh-Hant", "en"]),
  id: text,
  quiet: z.literal(true),
};

const turn = z.record(z.string(), z.unknown()).transform((raw, context) => {
  const { news, ...said } = raw;
  const given = z.strictObject(CHECKS).partial();
  const who = Object.keys(said).filter((key) => !Object.hasOwn(CHECKS, key));
  const checks = given.safeParse(
    Object.fromEntries(Object.entries(said).filter(([key]) => !who.includes(key))),
  );
  if (!checks.success) {
    context.addIssue({ code: "custom", message: z.prettifyError(checks.error) });
    return z.NEVER;
  }
  const told = news === undefined ? undefined : z.record(text, texts).safeParse(news);
  if (told !== undefined && who.length === 0 && told.success)
    return { kind: "news", news: told.data } as const;
  const [speaker] = who;
  const words = speaker === undefined ? undefined : said[speaker];
  if (
    speaker === undefined ||
    who.length > 1 ||
    told !== undefined ||
    !["string", "number"].includes(typeof words)
  ) {
    context.addIssue({ code: "custom", message: `one speaker, or news: ${JSON.stringify(raw)}` });
    return z.NEVER;
  }
  return { kind: "said", speaker, words: String(words), ...checks.data } as const;
});

const talk = z.strictObject({
  /** What the talk shows, in a line. */
  about: text,
  /** Unions made for this talk alone, as in "/unit add": name, level, the one above, places. */
  units: z.array(text).default([]),
  /** Staff, by the name they have in the talk: as in "/staff add", without the name. */
  staff: z.record(text, text).default({}),
  talk: z.array(turn).min(1),
  /** What "/status" tells each of them at the end. */
  ends: z.record(text, texts).default({}),
});

export type Talk = z.output<typeof talk> & { readonly name: string };
export type Turn = Talk["talk"][number];

export const TALKS = join(import.meta.dirname, "..", "fixtures", "talks");

/** Every talk of the folder. Throws with the file's name when one is not written as it should be. */
export function readTalks(folder = TALKS): readonly Talk[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => {
      const read = talk.safeParse(parse(readFileSync(join(folder, file), "utf8")));
      if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`);
      return { name: basename(file, ".yaml"), ...read.data };
    });
}

/** Whether the words stand in the text, or the /pattern/ fits; scripts, widths and cases are one. */
export function standsIn(said: string, wanted: string): boolean {
  const pattern = /^\/(.+)\/$/s.exec(wanted)?.[1];
  return pattern === undefined
    ? fold(said).includes(fold(wanted))
    : new RegExp(fold(pattern), "s").test(fold(said));
}
