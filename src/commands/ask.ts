// `ask`: one question from the command line, or a file of them, each answered on its own and printed as it is ready.
// Talks that remember what was asked before go through chat.ts.
import { resolve } from "node:path";
import type { App } from "../app.ts";
import { type Answer, isTooLong, LONGEST_MESSAGE } from "../domain/message.ts";
import { addressHere } from "./address.ts";
import { line, type Command, type CommandContext } from "./command.ts";
import { openJsonLines, type JsonLine } from "./json-lines.ts";

interface Question {
  readonly id?: string | number;
  readonly q: string;
}

/** `ask "question"` and `ask --json --file questions.jsonl`. */
export const askCommand: Command = {
  name: "ask",
  words: "[question...]",
  options: [
    { flags: "--json", summary: "cli.option.json" },
    { flags: "--file <questions.jsonl>", summary: "cli.ask.file" },
  ],
  carried: true,
  async run(context) {
    const { words, options, errors, text } = context;
    const question = words.join(" ").trim();
    const file = options["file"];
    if ((question === "") === (typeof file !== "string")) {
      await line(errors, text("cli.ask.one-of"));
      return 2;
    }
    if (isTooLong(question.trim())) {
      await line(errors, text("chat.too-long", { limit: LONGEST_MESSAGE }));
      return 2;
    }
    const lines = typeof file === "string" ? await openJsonLines(resolve(context.cwd, file)) : undefined;
    if (typeof file === "string" && lines === undefined) {
      await line(errors, text("cli.unreadable", { file }));
      return 1;
    }
    const app = await context.open();
    await app.answering.warm();
    if ((await app.libraryStore.passageCount()) === 0) {
      await line(errors, text("cli.no-reports", { folder: context.config.dataFolder }));
    }
    return lines === undefined ? askOne(app, question, context) : askAll(app, lines, context);
  },
};

async function askOne(app: App, question: string, context: CommandContext): Promise<number> {
  const { options, output, text, config } = context;
  const { answer, ms } = await answered(app, { q: question }, context);
  await line(
    output,
    options["json"] === true
      ? JSON.stringify(answerJson({ q: question }, answer, ms))
      : answerText(answer, text("cli.ask.sources"), addressHere(config.host, config.port)),
  );
  return 0;
}

async function askAll(app: App, lines: AsyncIterable<JsonLine>, context: CommandContext): Promise<number> {
  const { output, errors, text, signal, options } = context;
  const json = options["json"] === true;
  let failed = 0;
  for await (const read of lines) {
    if (signal.aborted) break;
    const question = questionOf(read, text);
    if (typeof question === "string") {
      failed++;
      await line(errors, question);
      // A line in is a line out, so that the two files stay side by side.
      if (json) await line(output, JSON.stringify({ line: read.number, error: question }));
      continue;
    }
    const { answer, ms } = await answered(app, question, context);
    await line(
      output,
      json ? JSON.stringify(answerJson(question, answer, ms)) : `${question.q}\n${answer.text}\n`,
    );
  }
  return failed > 0 || signal.aborted ? 1 : 0;
}

/** The question of a line, or what is wrong with the line. */
function questionOf({ number, value }: JsonLine, text: CommandContext["text"]): Question | string {
  const { id, q } = Object(value) as Readonly<Record<string, unknown>>;
  const known = id === undefined || typeof id === "string" || typeof id === "number";
  if (typeof q !== "string" || q.trim() === "" || !known) return text("cli.ask.bad-line", { line: number });
  if (isTooLong(q.trim())) return text("cli.ask.long-line", { line: number, limit: LONGEST_MESSAGE });
  return id === undefined ? { q } : { id, q };
}

async function answered(
  app: App,
  { id, q }: Question,
  { locale, log }: CommandContext,
): Promise<{ answer: Answer; ms: number }> {
  const started = performance.now();
  const { answer, passages } = await app.answering.answer(q.trim(), { locale });
  const ms = Math.round((performance.now() - started) * 10) / 10;
  const cited = answer.citations.map(({ report }) => report);
  log.info({ question: id, kind: answer.kind, passages: passages.length, cited, ms }, "question answered");
  return { answer, ms };
}

function answerJson(question: Question, { kind, text, citations }: Answer, ms: number): object {
  const { id, q } = question;
  return { ...(id === undefined ? {} : { id }), question: q, kind, text, citations, ms };
}

/** An answer for a terminal, its sources numbered beneath; `address` ends with "/". */
export function answerText({ text, citations }: Answer, heading: string, address: string): string {
  if (citations.length === 0) return text;
  const sources = citations.map(({ title, publisher, date, report, link }, index) => {
    const facts = [title, publisher, date, report].filter((fact) => fact !== undefined).join(" · ");
    return `[${index + 1}] ${facts}\n    ${address}${link.replace(/^\//, "")}`;
  });
  return [text, "", heading, ...sources].join("\n");
}
