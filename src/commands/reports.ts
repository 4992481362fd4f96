import { jsonArray, line, table, type Command } from "./command.ts";

/** `reports`: what the library holds, with counts of what was mended and left out. */
export const reportsCommand: Command = {
  name: "reports",
  words: "",
  options: [{ flags: "--json", summary: "cli.option.json" }],
  carried: true,
  async run({ config, options, output, text, open }) {
    const app = await open();
    const reports = await app.libraryStore.list();
    if (options["json"] === true) {
      await line(output, jsonArray(reports));
      return 0;
    }
    if (reports.length === 0) {
      await line(output, text("cli.no-reports", { folder: config.dataFolder }));
      return 0;
    }
    const sum = (counts: Readonly<Record<string, number>>): string =>
      String(Object.values(counts).reduce((total, count) => total + count, 0));
    const columns = [
      "id",
      "name",
      "title",
      "place",
      "date",
      "passages",
      "figures",
      "dropped",
      "repaired",
      "damaged",
    ];
    const rows = reports.map((report) => [
      report.id,
      report.name,
      shortened(report.title),
      report.places[0]?.name ?? "-",
      report.date ?? "-",
      report.copyOf === undefined ? String(report.passages) : text("cli.reports.copy", { of: report.copyOf }),
      String(report.figures),
      sum(report.dropped),
      sum(report.repaired),
      String(report.damaged),
    ]);
    await line(output, table([columns.map((name) => text(`cli.reports.column.${name}`)), ...rows]));
    return 0;
  },
};

const shortened = (title: string): string => (title.length > 24 ? `${title.slice(0, 23)}…` : title);
