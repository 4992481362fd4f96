// Makes of a report what the index takes: each passage with its term weights, and its dense vector when there is an embedder.
import { hash as digest } from "node:crypto";
import { remembering } from "../../ingest/remembering.ts";
import { documentVector, type SparseVector } from "../../ingest/terms.ts";
import { searchWords, wordsOf } from "../../ingest/words.ts";
import type { ParsedReport, PassageDraft } from "../domain/report.ts";
import type { KnowledgePassage } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";

/** Term weights of several passages, one after another, `lengths` apart: a few arrays cross threads quicker than many. */
export interface PackedVectors {
  readonly lengths: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** What the index takes of a passage. */
export type IndexedPassage = Pick<PassageDraft, "ordinal" | "text" | "places" | "date">;

export const indexedPassages = (passages: readonly PassageDraft[]): IndexedPassage[] =>
  passages.map(({ ordinal, text, places, date }) => ({
    ordinal,
    text,
    places,
    ...(date === undefined ? {} : { date }),
  }));

/** What of a report goes into the index. */
export interface Indexable {
  readonly id: string;
  readonly hash: string;
  readonly passages: readonly IndexedPassage[];
  /** Of the passages, in their order. */
  readonly vectors: PackedVectors;
}

/** The passage's id: the same for the same content of the same report, another for any other. */
export function passageId(report: string, hash: string, ordinal: number): string {
  const hex = digest("sha256", `${report} ${hash} ${ordinal}`, "hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The passages of all these reports, in order. */
export async function knowledgePassages(
  reports: readonly Indexable[],
  embedder: Embedder | undefined,
): Promise<KnowledgePassage[]> {
  const passages = reports.flatMap((report) => {
    const vectors = unpackVectors(report.vectors);
    return report.passages.map(
      (passage, index): KnowledgePassage => ({
        id: passageId(report.id, report.hash, passage.ordinal),
        report: report.id,
        version: report.hash,
        places: passage.places,
        ...(passage.date === undefined ? {} : { date: passage.date }),
        sparse: vectors[index] ?? EMPTY,
      }),
    );
  });
  if (embedder === undefined || passages.length === 0) return passages;
  const vectors = await embedder.embed(reports.flatMap((report) => report.passages.map(({ text }) => text)));
  return passages.map((passage, index) => {
    const dense = vectors[index];
    return dense === undefined ? passage : { ...passage, dense };
  });
}

/** `folded` is the body as `fold` gives it, when it is at hand: passages are then not folded again. */
export function packVectors(
  { title, passages }: Pick<ParsedReport, "title" | "passages">,
  folded?: string,
): PackedVectors {
  // The title comes again with every passage, a heading with most.
  const said = new Map<string, readonly string[]>();
  const saidWords = (text: string): readonly string[] => {
    const words = said.get(text) ?? wordsOf(text);
    said.set(text, words);
    return words;
  };
  const vectors = passages.map((passage) =>
    documentVector(passageWords(passage, folded), [
      ...[title, passage.heading ?? ""].flatMap(saidWords),
      ...passage.places.flatMap(placeWords),
    ]),
  );
  const lengths = Int32Array.from(vectors, ({ indices }) => indices.length);
  const terms = lengths.reduce((sum, length) => sum + length, 0);
  const packed = { lengths, indices: new Int32Array(terms), values: new Float32Array(terms) };
  let end = 0;
  for (const { indices, values } of vectors) {
    packed.indices.set(indices, end);
    packed.values.set(values, end);
    end += indices.length;
  }
  return packed;
}

/** The same few places come with most reports. */
const placeWords = remembering(wordsOf);

/** Folding keeps offsets, so a passage is a cut of the folded body. */
function passageWords({ text, start, end }: PassageDraft, folded: string | undefined): string[] {
  return folded !== undefined && end - start === text.length
    ? searchWords(folded.slice(start, end))
    : wordsOf(text);
}

const EMPTY: SparseVector = { indices: [], values: [] };

function unpackVectors({ lengths, indices, values }: PackedVectors): SparseVector[] {
  let end = 0;
  return Array.from(lengths, (length) => {
    const start = end;
    end += length;
    return { indices: plain(indices, start, end), values: plain(values, start, end) };
  });
}

/** `Array.from` asks an iterator for every one of the numbers, which takes ten times as long. */
function plain(numbers: ArrayLike<number>, start: number, end: number): number[] {
  const found: number[] = [];
  for (let at = start; at < end; at++) found.push(numbers[at] ?? 0);
  return found;
}
