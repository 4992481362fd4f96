import { jsonArray, line, table, type Command } from "./command.ts";

/** `ratings`: what members found helpful and what not, with the question and the reports that were quoted. */
export const ratingsCommand: Command = {
  name: "ratings",
  words: "",
  options: [
    { flags: "--down", summary: "cli.ratings.down" },
    { flags: "--json", summary: "cli.option.json" },
  ],
  carried: true,
  async run({ options, output, text, open }) {
    const { stores } = await open();
    const rated = await stores.conversations.rated(options["down"] === true ? "down" : undefined);
    if (options["json"] === true) await line(output, jsonArray(rated));
    else if (rated.length === 0) await line(output, text("cli.ratings.none"));
    else {
      const rows = rated.map(({ rating, at, question, kind, cited }) => [
        text(`cli.ratings.${rating}-mark`),
        at.slice(0, 10),
        question ?? "",
        kind,
        cited.join(", "),
      ]);
      await line(output, table(rows));
    }
    return 0;
  },
};
