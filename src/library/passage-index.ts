// Makes of a report what the index takes: each passage with its term weights, and its dense vector when there is an embedder.
import { hash as digest } from "node:crypto";
import { documentVector } from "../../ingest/terms.ts";
import { searchWords, wordsOf } from "../../ingest/words.ts";
import type { PassageDraft } from "../domain/report.ts";
import type { KnowledgePassage } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";

/** What of a report goes into the index. */
export interface Indexable {
  readonly id: string;
  readonly hash: string;
  readonly title: string;
  readonly passages: readonly PassageDraft[];
  /** The body as `fold` gives it, when it is at hand: passages are then not folded again. */
  readonly folded?: string;
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
  // Titles, headings and places come again with every passage.
  const contexts = new Map<string, readonly string[]>();
  const contextWords = (text: string): readonly string[] => {
    const known = contexts.get(text);
    if (known !== undefined) return known;
    const words = wordsOf(text);
    contexts.set(text, words);
    return words;
  };
  const passages = reports.flatMap((report) =>
    report.passages.map(
      (passage): KnowledgePassage => ({
        id: passageId(report.id, report.hash, passage.ordinal),
        report: report.id,
        version: report.hash,
        places: passage.places,
        ...(passage.date === undefined ? {} : { date: passage.date }),
        sparse: documentVector(
          passageWords(report, passage),
          [report.title, passage.heading ?? "", ...passage.places].flatMap(contextWords),
        ),
      }),
    ),
  );
  if (embedder === undefined || passages.length === 0) return passages;
  const vectors = await embedder.embed(reports.flatMap((report) => report.passages.map(({ text }) => text)));
  return passages.map((passage, index) => {
    const dense = vectors[index];
    return dense === undefined ? passage : { ...passage, dense };
  });
}

/** Folding keeps offsets, so a passage is a cut of the folded body. */
function passageWords({ folded }: Indexable, { text, start, end }: PassageDraft): string[] {
  return folded !== undefined && end - start === text.length
    ? searchWords(folded.slice(start, end))
    : wordsOf(text);
}
