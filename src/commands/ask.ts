import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import type { App } from "../app.ts";
import type { Answer } from "../domain/message.ts";
import { line, type Command, type CommandContext } from "./command.ts";

const questionSchema = z.object({ id: z.string().optional(), q: z.string().trim().min(1) });

/** `ask "question"` and `ask --json --file questions.jsonl`. */
export const askCommand: Command = {
  name: "ask",
  words: "[question...]",
  options: [
    { flags: "--json", summary: "cli.option.json" },
    { flags: "--file <questions.jsonl>", summary: "cli.ask.file" },
  ],
  async run(context) {
    const { words, options, errors, text } = context;
    const question = words.join(" ").trim();
    const file = options["file"];
    if ((question === "") === (typeof file !== "string")) {
      await line(errors, text("cli.ask.one-of"));
      return 2;
    }
    const app = await context.open();
    if ((await app.libraryStore.passageCount()) === 0) await line(errors, text("cli.no-reports"));
    return typeof file === "string" ? askFile(app, file, context) : askOne(app, question, context);
  },
};

async function askOne(
  app: App,
  question: string,
  { options, output, locale, text, config }: CommandContext,
): Promise<number> {
  const { answer, ms } = await timed(app, question, locale);
  if (options["json"] === true) await line(output, JSON.stringify(answerJson(question, answer, ms)));
  else
    await line(output, answerText(answer, text("cli.ask.sources"), `http://${config.host}:${config.port}`));
  return 0;
}

async function askFile(
  app: App,
  file: string,
  { output, errors, text, locale, signal, options }: CommandContext,
): Promise<number> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  let failed = 0;
  try {
    for await (const source of lines) {
      number++;
      if (source.trim() === "" || signal.aborted) continue;
      const parsed = parseQuestion(source);
      if (parsed === undefined) {
        failed++;
        // A line in is a line out, so that the two files stay side by side.
        await line(
          output,
          JSON.stringify({ line: number, error: text("cli.ask.bad-line", { line: number }) }),
        );
        await line(errors, text("cli.ask.bad-line", { line: number }));
        continue;
      }
      const { answer, ms } = await timed(app, parsed.q, locale);
      const json = answerJson(parsed.q, answer, ms, parsed.id);
      await line(output, options["json"] === true ? JSON.stringify(json) : `${parsed.q}\n${answer.text}\n`);
    }
  } catch {
    await line(errors, text("cli.unreadable", { file }));
    return 1;
  }
  return failed > 0 || signal.aborted ? 1 : 0;
}

function parseQuestion(source: string): z.infer<typeof questionSchema> | undefined {
  try {
    return questionSchema.parse(JSON.parse(source));
  } catch {
    return undefined;
  }
}

async function timed(
  app: App,
  question: string,
  locale: CommandContext["locale"],
): Promise<{ answer: Answer; ms: number }> {
  const started = performance.now();
  const { answer } = await app.answering.answer(question, { locale });
  return { answer, ms: Math.round((performance.now() - started) * 10) / 10 };
}

function answerJson(question: string, { kind, text, citations }: Answer, ms: number, id?: string): object {
  return { ...(id === undefined ? {} : { id }), question, kind, text, citations, ms };
}

/** An answer for a terminal, its sources numbered beneath. */
export function answerText({ text, citations }: Answer, heading: string, address: string): string {
  if (citations.length === 0) return text;
  const sources = citations.map(({ title, publisher, date, report, link }, index) => {
    const facts = [title, publisher, date, report].filter((fact) => fact !== undefined).join(" · ");
    return `[${index + 1}] ${facts}\n    ${address}${link}`;
  });
  return [text, "", heading, ...sources].join("\n");
}
