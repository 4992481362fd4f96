// The maintained map from what members really say to what reports write. Its data is vocabulary.yaml beside this file:
// programmes with their terms and sayings, small talk, what is no union matter, and what asks for a private matter.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { fold } from "../../ingest/script.ts";
import { createDangerSense } from "./danger-cues.ts";
import { createHomophones } from "./homophones.ts";
import { createLookAlikes } from "./look-alikes.ts";

const words = z.array(z.string().min(1)).default([]);

const vocabularySchema = z.object({
  version: z.literal(1),
  programmes: z.array(
    z.object({
      id: z.string().regex(/^[a-z-]+$/),
      name: z.object({ zh: z.string(), en: z.string() }),
      terms: z.array(z.string().min(1)).min(1),
      related: words,
      sayings: words,
      english: words,
      "helped-by": words,
    }),
  ),
  offtopic: z.object({ zh: words, en: words }),
  smalltalk: z.record(z.string(), words),
  personal: z.object({ zh: words, en: words }),
  crisis: z.object({ zh: words, en: words }),
  synonyms: z.array(z.array(z.string().min(1)).min(2)),
  "english-words": z.record(z.string(), z.array(z.string().min(1)).min(1)),
  "danger-cues": z
    .object({
      harm: words,
      around: words,
      held: words,
      missing: words,
      end: words,
      who: words,
      now: words,
      calm: words,
    })
    .prefault({}),
});

export interface Programme {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  /** The words reports use, folded; the first is the strongest. */
  readonly terms: readonly string[];
  readonly related: readonly string[];
  /** Ids of the programmes by which a union helps whoever needs this one. */
  readonly helpedBy: readonly string[];
}

/** How a question came to a programme: by a report's own word, or by the way members speak. */
export interface ProgrammeMatch {
  readonly programme: Programme;
  readonly by: "term" | "related" | "saying";
  /** The part of the question that said it. */
  readonly words: string;
}

/** Kinds of small talk that no form holds up. */
const INTERRUPTING: ReadonlySet<string> = new Set(["danger", "person", "trust"]);

export interface Vocabulary {
  readonly programmes: readonly Programme[];
  /** The programmes a folded question speaks of, the surest first, each once. */
  matchProgrammes(folded: string): ProgrammeMatch[];
  /** The parts of a folded question that are members' ways of saying a programme. */
  sayingsIn(folded: string): string[];
  /** The kind of small talk a folded text is, when it is nothing else. */
  smalltalk(folded: string): string | undefined;
  isOfftopic(folded: string): boolean;
  asksPersonal(folded: string): boolean;
  /** Somebody speaks of not wanting to live. */
  isCrisis(folded: string): boolean;
  /** Somebody is in danger, wants a person, or takes us for a fraud: answered whatever else is going on. */
  interrupts(folded: string): boolean;
  /** Other words for this word, folded; none when it has none. */
  synonymsOf(word: string): readonly string[];
  /** The folded text with its mistyped words mended, as long as it was. */
  mended(folded: string): string;
  /** The report words for the English words and phrases of a lower-case question, longest phrase first. */
  fromEnglish(folded: string): { english: string; chinese: readonly string[] }[];
}

/** Loads a vocabulary file. A mistake in it throws with the path of the value that is wrong. */
export function loadVocabulary(file: URL | string): Vocabulary {
  return createVocabulary(vocabularySchema.parse(parse(readFileSync(file, "utf8"))));
}

const pattern = (source: string): RegExp => new RegExp(source, "u");
const isPlain = (source: string): boolean => !/[.*+?^${}()|[\]\\]/.test(source);

interface Matcher {
  find(folded: string): string | undefined;
}

function matcher(source: string): Matcher {
  const folded = fold(source);
  if (isLatin(folded)) {
    const whole = pattern(`(?<![a-z])${folded.replaceAll(" ", "\\s+")}(?:s|es|ed|d|ing)?(?![a-z])`);
    return { find: (text) => whole.exec(text)?.[0] };
  }
  if (isPlain(folded)) return { find: (text) => (text.includes(folded) ? folded : undefined) };
  const compiled = pattern(folded);
  return { find: (text) => compiled.exec(text)?.[0] };
}

// Small talk is a whole message: marks, spaces and final particles aside.
const bareWords = (folded: string): string =>
  folded.replace(/[\s。,.!?~、…]+/gu, "").replace(/[啊呀哦吧呢嘛哈]+$/u, "");

const isLatin = (text: string): boolean => /^[a-z][a-z' .{},0-9-]*$/.test(text);

function createVocabulary(data: z.infer<typeof vocabularySchema>): Vocabulary {
  const programmes = data.programmes.map((one) => ({
    id: one.id,
    name: one.name,
    terms: one.terms.map(fold),
    related: one.related.map(fold),
    helpedBy: one["helped-by"],
  }));
  const sources = data.programmes.flatMap((one, index) => {
    const programme = programmes[index];
    if (programme === undefined) return [];
    const make = (by: ProgrammeMatch["by"], texts: readonly string[], of = programme) =>
      texts.map((text) => ({ programme: of, by, find: matcher(text).find }));
    const helpers = programmes.filter(({ id }) => one["helped-by"].includes(id));
    if (helpers.length < one["helped-by"].length) {
      throw new RangeError(`vocabulary: what helps with ${one.id} is no programme`);
    }
    return [
      ...make("term", one.terms),
      ...make("related", one.related),
      // An English phrase is a translation, looser than a report's own word.
      ...make("saying", [...one.sayings, ...one.english]),
      ...helpers.flatMap((helper) => make("saying", [...one.sayings, ...one.english], helper)),
    ];
  });
  const sureness = { term: 0, saying: 1, related: 2 } as const;

  const synonyms = new Map<string, Set<string>>();
  for (const group of data.synonyms.map((texts) => texts.map(fold))) {
    for (const word of group) {
      const others = synonyms.get(word) ?? new Set<string>();
      for (const other of group) if (other !== word) others.add(other);
      synonyms.set(word, others);
    }
  }
  const smalltalk = Object.entries(data.smalltalk).map(([kind, texts]) => ({
    kind,
    texts: new Set(texts.filter(isPlain).map((text) => bareWords(fold(text)))),
    patterns: texts.filter((text) => !isPlain(text)).map((text) => pattern(`^(?:${fold(text)})$`)),
  }));
  const kindOf = (folded: string): string | undefined => {
    const bare = bareWords(folded);
    const spaced = folded.replace(/[\s。,.!?~、…]+$/u, "");
    return smalltalk.find(
      ({ texts, patterns }) => texts.has(bare) || patterns.some((one) => one.test(bare) || one.test(spaced)),
    )?.kind;
  };
  const sensed = createDangerSense(data["danger-cues"]);
  const offtopic = [...data.offtopic.zh, ...data.offtopic.en].map(matcher);
  const crisis = [...data.crisis.zh, ...data.crisis.en].map(matcher);
  const isCrisis = (folded: string): boolean => crisis.some(({ find }) => find(folded) !== undefined);
  const personal = [...data.personal.zh, ...data.personal.en].map(matcher);
  const english = Object.entries(data["english-words"])
    .map(([phrase, chinese]) => ({
      english: fold(phrase),
      find: matcher(phrase).find,
      chinese: chinese.map(fold),
    }))
    .sort((left, right) => right.english.length - left.english.length);

  const spellings = [
    ...programmes.flatMap(({ terms, related }) => [...terms, ...related]),
    // 透了 is no mistyped 投了.
    ...Array.from(synonyms.keys()).filter((word) => !/[了过]$/u.test(word)),
  ];
  const homophones = createHomophones(spellings);
  const lookAlikes = createLookAlikes(spellings);

  // A question is looked through once, however often it is asked about.
  let last: { folded: string; found: ProgrammeMatch[] } | undefined;
  function saidIn(folded: string): ProgrammeMatch[] {
    if (last?.folded === folded) return last.found;
    const found = sources.flatMap(({ programme, by, find }) => {
      const said = find(folded);
      return said === undefined ? [] : [{ programme, by, words: said }];
    });
    last = { folded, found };
    return found;
  }

  return {
    programmes,
    matchProgrammes(folded) {
      const best = new Map<string, ProgrammeMatch>();
      const all = saidIn(folded);
      for (const { programme, by, words: said } of all) {
        const known = best.get(programme.id);
        const better =
          known === undefined ||
          sureness[by] < sureness[known.by] ||
          (by === known.by && said.length > known.words.length);
        if (better) best.set(programme.id, { programme, by, words: said });
      }
      const found = Array.from(best.values()).sort(
        (left, right) => sureness[left.by] - sureness[right.by] || right.words.length - left.words.length,
      );
      // "职工医疗互助" also holds a shorter programme's word; the longer wording says what is meant.
      const isWithin = (one: ProgrammeMatch, said: string): boolean =>
        found.some(
          (other) =>
            sureness[other.by] <= sureness[one.by] &&
            other.words.length > said.length + (one.by === "saying" ? 2 : 0) &&
            other.words.includes(said),
        );
      return found.flatMap((one) => {
        if (!isWithin(one, one.words)) return [one];
        // "跟老师傅学门手艺,有没有师傅带徒弟的": what is said of it elsewhere in the question still says it.
        const apart = all.find(
          ({ programme, by, words: said }) =>
            programme === one.programme && by === one.by && by === "saying" && !isWithin(one, said),
        );
        return apart === undefined ? [] : [apart];
      });
    },
    sayingsIn: (folded) => saidIn(folded).flatMap((one) => (one.by === "saying" ? [one.words] : [])),
    smalltalk: (folded) => kindOf(folded) ?? sensed(folded),
    isOfftopic: (folded) => offtopic.some(({ find }) => find(folded) !== undefined),
    isCrisis,
    interrupts: (folded) => isCrisis(folded) || INTERRUPTING.has(kindOf(folded) ?? ""),
    // What is asked beside it changes nothing of that.
    asksPersonal: (folded) =>
      [folded, ...folded.split(/[,。;?!\n]|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/u)].some((text) =>
        personal.some(({ find }) => find(text) !== undefined),
      ),
    mended: (folded) => homophones.mended(lookAlikes(folded)),
    synonymsOf: (word) => Array.from(synonyms.get(word) ?? synonyms.get(`${word}了`) ?? []),
    fromEnglish(folded) {
      let rest = folded;
      const found: { english: string; chinese: readonly string[] }[] = [];
      for (const { find, chinese } of english) {
        const said = find(rest);
        if (said === undefined) continue;
        found.push({ english: said, chinese });
        rest = rest.replace(said, " ");
      }
      return found;
    },
  };
}
