import { inScriptOf } from "../../ingest/script.ts";
import type { Write } from "./compose.ts";
import type { Understanding } from "./understand.ts";
import type { Programme, Vocabulary } from "./vocabulary.ts";
import { holds } from "./wording.ts";

const NEXT = [
  "hardship-aid",
  "medical-mutual-aid",
  "training",
  "recuperation",
  "legal-aid",
  "education-aid",
  "consolation",
  "service-station",
  "counselling",
];
const SHOWN = 3;

/**
 * Up to three questions a member may tap next: other programmes, in the place that was asked about. `stated` is what
 * that place's reports state figures on; with it only programmes among those are offered.
 */
export function suggest(
  question: Understanding,
  vocabulary: Vocabulary,
  write: Write,
  stated?: readonly string[],
): string[] {
  const asked = new Set(question.programmes.map(({ programme }) => programme.id));
  const place = question.places[0];
  const told = ({ terms }: Programme): boolean =>
    stated === undefined || stated.some((what) => terms.slice(0, 4).some((term) => holds(what, term)));
  return NEXT.filter((id) => !asked.has(id))
    .flatMap((id) => vocabulary.programmes.find((programme) => programme.id === id) ?? [])
    .filter(told)
    .slice(0, SHOWN)
    .map(({ name }) => {
      const topic = question.locale === "en" ? name.en : inScriptOf(question.locale, name.zh);
      return place === undefined
        ? write(question.locale, "answer.suggest", { topic })
        : write(question.locale, "answer.suggest-in-place", {
            topic,
            place: inScriptOf(question.locale, place.name),
          });
    });
}
