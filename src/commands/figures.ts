import type { FoundFigure } from "../stores/library-store.ts";
import { jsonArray, line, table, type Command } from "./command.ts";

/** `figures [--place …] [--topic …]`: the quantities the reports state, each with its source. */
export const figuresCommand: Command = {
  name: "figures",
  words: "",
  options: [
    { flags: "--json", summary: "cli.option.json" },
    { flags: "--place <name>", summary: "cli.figures.place" },
    { flags: "--topic <words>", summary: "cli.figures.topic" },
  ],
  carried: true,
  async run({ options, output, text, open }) {
    const { place, topic } = options;
    const { fold } = await import("../../ingest/script.ts");
    const { placeByName } = await import("../../ingest/places.ts");
    const app = await open();
    const found = await app.libraryStore.figures({
      ...(typeof place === "string" ? { place: placeByName(fold(place))?.name ?? fold(place) } : {}),
      ...(typeof topic === "string"
        ? { what: topicWords(fold(topic), app.vocabulary.matchProgrammes(fold(topic))) }
        : {}),
    });
    if (options["json"] === true) {
      await line(output, jsonArray(found.map(figureJson)));
      return 0;
    }
    if (found.length === 0) {
      await line(output, text("cli.figures.none"));
      return 0;
    }
    const head = ["place", "what", "value", "period", "report"].map((name) =>
      text(`cli.figures.column.${name}`),
    );
    const rows = found.map(({ places, what, valueText, clauseText, period, source }) => [
      places[0] ?? "-",
      what,
      quantitySaid(fold(clauseText), fold(valueText)),
      period === undefined ? "-" : fold(period.text),
      source.name,
    ]);
    await line(output, table([head, ...rows]));
    return 0;
  },
};

/** "超过4000件" is more than 4000件. Both are folded. */
function quantitySaid(clause: string, value: string): string {
  const before = clause.slice(0, Math.max(0, clause.indexOf(value)));
  return `${MORE_OR_LESS.exec(before)?.[0] ?? ""}${value}`;
}
const MORE_OR_LESS = /(?:超过?|逾|近|约|大约|将近|接近|至少|不少于|不低于|不超过|最高|最多)$/u;

// A topic may be a programme by any of its names ("training", 医疗互助) or any words of what is counted; what is merely
// related to a programme would bring in the figures of others.
function topicWords(
  topic: string,
  matches: readonly { programme: { terms: readonly string[] }; by: string }[],
): string[] {
  const terms = matches.filter(({ by }) => by !== "related").flatMap(({ programme }) => programme.terms);
  return [topic, ...terms];
}

function figureJson({
  value,
  valueText,
  unit,
  approximate,
  what,
  places,
  period,
  clauseText,
  source,
}: FoundFigure): object {
  return {
    value,
    text: valueText,
    unit,
    approximate,
    what,
    places,
    ...(period === undefined ? {} : { period }),
    quote: clauseText,
    report: source.name,
  };
}
