import { inScriptOf } from "../../ingest/script.ts";
import { unitFamily } from "../../ingest/units.ts";
import type { Locale } from "../domain/message.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import type { Answering } from "./answer.ts";
import type { Write } from "./compose.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { holds } from "./wording.ts";

const SHOWN = 4;
const TRIED = 12;
const OFFERED = [
  "recuperation",
  "medical-mutual-aid",
  "training",
  "legal-aid",
  "education-aid",
  "service-station",
  "oxygen",
  "counselling",
  "hardship-aid",
];

// Counting people makes the plainest question; of money a report may state what was spent or what was recovered.
const FAMILIES = ["people", "cases", "things", "events", "money"];
const rank = (unit: string): number => FAMILIES.indexOf(unitFamily(unit)) >>> 0;

export interface ExamplesDependencies {
  readonly library: Pick<LibraryStore, "figures" | "passageCount">;
  readonly vocabulary: Vocabulary;
  readonly answering: Answering;
  readonly write: Write;
}

/** Up to four questions that the library as it stands can answer, made from its figures; asked anew when it changes. */
export function createExamples({ library, vocabulary, answering, write }: ExamplesDependencies) {
  const made = new Map<Locale, { readonly passages: number; readonly questions: readonly string[] }>();

  return async function examples(locale: Locale): Promise<readonly string[]> {
    const passages = await library.passageCount();
    const known = made.get(locale);
    if (known?.passages === passages) return known.questions;
    const questions: string[] = [];
    for (const question of (await wishes(locale)).slice(0, TRIED)) {
      const { answer } = await answering.answer(question, { locale });
      if (answer.kind === "answer") questions.push(question);
      if (questions.length === SHOWN) break;
    }
    made.set(locale, { passages, questions });
    return questions;
  };

  async function wishes(locale: Locale): Promise<string[]> {
    const found: string[] = [];
    const places = new Set<string>();
    for (const id of OFFERED) {
      const programme = vocabulary.programmes.find((one) => one.id === id);
      if (programme === undefined) continue;
      const figures = (await library.figures({ what: programme.terms.slice(0, 3) })).filter(
        (one) =>
          one.places[0] !== undefined && programme.terms.slice(0, 3).some((term) => holds(one.what, term)),
      );
      // A place not offered yet shows that there are several.
      const telling = figures.toSorted((left, right) => rank(left.unit) - rank(right.unit));
      const figure = telling.find((one) => !places.has(one.places[0] ?? "")) ?? telling[0];
      if (figure === undefined) continue;
      const family = unitFamily(figure.unit);
      const key = family === "people" ? "people" : family === "money" ? "money" : "things";
      places.add(figure.places[0] ?? "");
      const topic =
        locale === "en" ? programme.name.en : inScriptOf(locale, programme.terms[0] ?? programme.name.zh);
      found.push(
        write(locale, `answer.example.${key}`, {
          place: inScriptOf(locale, figure.places[0] ?? ""),
          topic,
          unit: inScriptOf(locale, figure.unit),
        }),
      );
    }
    return found;
  }
}
