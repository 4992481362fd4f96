// Puts a mistyped place right before a question is read, by the places that reports are about. answer.ts calls it.
import { findPlaces } from "../../ingest/places.ts";
import { fold } from "../../ingest/script.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import { misspeltPlaces, nearlyRead } from "./homophones.ts";

/** The question with a mistyped place put right, when reports are about that place and none about what was typed. */
export async function spelt(text: string, library: Pick<LibraryStore, "knownPlaces">): Promise<string> {
  const folded = fold(text);
  const replaced = (written: string, meant: string): string => {
    const at = folded.indexOf(written);
    return text.slice(0, at) + meant + text.slice(at + written.length);
  };
  if (folded.length !== text.length) return text;
  const unknown = findPlaces(folded).find(({ place }) => place.level === "unknown")?.place.name;
  if (unknown !== undefined) {
    const known = (await library.knownPlaces()).map(({ name }) => name);
    const meant = known.includes(unknown) ? undefined : nearlyRead(unknown, known);
    return meant === undefined ? text : replaced(unknown, meant);
  }
  const misspelt = misspeltPlaces(folded);
  const known = misspelt.length === 0 ? [] : await library.knownPlaces(misspelt.map(({ place }) => place));
  const right = misspelt.find(({ place }) => known.some(({ name }) => name === place));
  return right === undefined ? text : replaced(right.written, right.meant);
}
