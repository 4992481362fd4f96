// A whole answering in memory over given folders or texts, for tests that ask questions.
import { readFileSync } from "node:fs";
import { readReport } from "../../ingest/read.ts";
import { createAnswering, type Answering } from "../../src/answering/answer.ts";
import {
  evaluationQuestionSchema,
  scoreAnswer,
  summarise,
  type Evaluation,
} from "../../src/answering/evaluate.ts";
import { loadVocabulary, type Vocabulary } from "../../src/answering/vocabulary.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { findFiles, loadFiles, type LoadedFile } from "../../src/library/files.ts";
import { createLibrary } from "../../src/library/library.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { openDatabase } from "../../src/stores/database.ts";
import type { LibraryStore } from "../../src/stores/library-store.ts";
import { createPostgresLibrary } from "../../src/stores/postgres-library.ts";

export interface Asking {
  readonly answering: Answering;
  readonly store: LibraryStore;
  readonly vocabulary: Vocabulary;
  close(): Promise<void>;
}

export interface TextReport {
  readonly name: string;
  readonly text: string;
}

export const SAMPLES = new URL("../../src/library/samples", import.meta.url).pathname;

/** Ingests the folders and the texts, in that order. */
export async function createAsking(
  folders: readonly string[],
  texts: readonly TextReport[] = [],
): Promise<Asking> {
  const database = await openDatabase({ command: "test" });
  const knowledge = await createPgvector({ database });
  const store = createPostgresLibrary(database);
  const library = createLibrary({
    store,
    knowledge,
    read: readReport,
    now: () => new Date("2026-11-21T00:00:00Z"),
  });
  const vocabulary = loadVocabulary(new URL("../../src/answering/vocabulary.yaml", import.meta.url));
  const { files } = await findFiles(folders);
  await library.ingest(loadFiles(files));
  await library.ingest(asFiles(texts));
  const answering = createAnswering({
    knowledge,
    library: store,
    vocabulary,
    write: createCatalogue().text,
    hotline: "12351",
  });
  return {
    answering,
    store,
    vocabulary,
    async close() {
      await knowledge.close();
      await database.close();
    },
  };
}

async function* asFiles(texts: readonly TextReport[]): AsyncGenerator<LoadedFile> {
  for (const { name, text } of texts) yield { path: `/${name}`, name, bytes: new TextEncoder().encode(text) };
}

/** What is answered, in its words; the kind of reply when it is no answer. */
export async function told({ answering }: Asking, question: string): Promise<string> {
  const { answer } = await answering.answer(question);
  return answer.kind === "answer" ? answer.text : answer.kind;
}

/** Asks a question file; the result names every question that went wrong. */
export async function evaluateFile({ answering }: Asking, file: string): Promise<Evaluation> {
  const scores = [];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.trim() === "") continue;
    const question = evaluationQuestionSchema.parse(JSON.parse(line));
    const { answer } = await answering.answer(question.q);
    scores.push(scoreAnswer(question, answer, 0));
  }
  return summarise(scores);
}
