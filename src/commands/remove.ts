import { line, type Command } from "./command.ts";

/** `remove REPORT`: takes a report out, by its name or id. */
export const removeCommand: Command = {
  name: "remove",
  words: "<report>",
  options: [],
  carried: true,
  async run({ words, output, errors, text, log, open }) {
    const name = words[0] ?? "";
    const app = await open();
    const started = performance.now();
    const removed = await app.library.remove(name);
    if (removed === undefined) {
      await line(errors, text("cli.remove.unknown", { name }));
      return 1;
    }
    log.info({ report: removed.id, ms: Math.round(performance.now() - started) }, "report removed");
    await line(output, text("cli.remove.done", { name: removed.name }));
    return 0;
  },
};
