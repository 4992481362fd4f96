import type { EvaluationQuestion, Score } from "../answering/evaluate.ts";
import { line, table, type Command } from "./command.ts";
import { openJsonLines } from "./json-lines.ts";

/** `eval FILE.jsonl`: asks every question and prints how many were answered right. */
export const evalCommand: Command = {
  name: "eval",
  words: "<questions.jsonl>",
  options: [{ flags: "--json", summary: "cli.option.json" }],
  carried: false,
  async run({ words, options, output, errors, text, open, signal }) {
    const file = words[0] ?? "";
    const { evaluationQuestionSchema, scoreAnswer, summarise } = await import("../answering/evaluate.ts");
    const lines = await openJsonLines(file);
    if (lines === undefined) {
      await line(errors, text("cli.unreadable", { file }));
      return 1;
    }
    const questions: EvaluationQuestion[] = [];
    for await (const { number, value } of lines) {
      const { data } = evaluationQuestionSchema.safeParse(value);
      if (data === undefined) {
        await line(errors, text("cli.eval.bad-line", { file, line: number }));
        return 1;
      }
      questions.push(data);
    }
    if (questions.length === 0) {
      await line(errors, text("cli.eval.none", { file }));
      return 1;
    }
    const app = await open();
    await app.answering.warm();
    const scores: Score[] = [];
    for (const question of questions) {
      if (signal.aborted) return 1;
      const started = performance.now();
      const { answer } = await app.answering.answer(question.q);
      scores.push(scoreAnswer(question, answer, performance.now() - started));
    }
    const result = summarise(scores);
    if (options["json"] === true) {
      await line(output, JSON.stringify(result));
      return 0;
    }
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    const rows = [
      [text("cli.eval.questions"), String(result.questions), ""],
      [text("cli.eval.facts"), percent(result.factsRight), "≥ 95 %"],
      [text("cli.eval.citations"), percent(result.citationsRight), "≥ 97 %"],
      [text("cli.eval.refusals"), percent(result.refusalsRight), "≥ 95 %"],
      [text("cli.eval.wrongly-refused"), percent(result.wronglyRefused), "≤ 3 %"],
      [text("cli.eval.quotation"), result.meanQuotation.toFixed(1), "≤ 120"],
      [text("cli.eval.times"), `${result.p50.toFixed(1)} / ${result.p95.toFixed(1)} ms`, ""],
    ];
    await line(output, table(rows));
    for (const { id, question, refused, right, cited } of result.wrong) {
      const why = refused
        ? "cli.eval.refused"
        : right && !cited
          ? "cli.eval.cited-wrong"
          : "cli.eval.answered-wrong";
      await line(output, `${id}  ${text(why)}  ${question}`);
    }
    return 0;
  },
};
