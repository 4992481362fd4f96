import { existsSync } from "node:fs";
import type { Staff } from "../domain/application.ts";
import { line, type Command, type CommandContext } from "./command.ts";

/**
 * `staff …` and `unit …`: what administrators do in chat ("/staff add …"), for whoever runs the program: the first
 * administrator has to come from somewhere. The words are those of the chat.
 */
function officeCommand(name: "staff" | "unit" | "batch", options: Command["options"] = []): Command {
  return {
    name,
    words: "<words...>",
    options,
    carried: true,
    async run(context) {
      const { words, options: given, output, errors, locale, open, config, text: say } = context;
      // Whoever forgot which folder is used would otherwise hand out a code that the bot never hears of.
      const isNew = config.databaseUrl === undefined && !existsSync(config.dataFolder);
      const app = await open();
      if (isNew) await line(errors, say("cli.new-folder", { folder: config.dataFolder }));
      const operator = await operatorOf(context);
      const first = await app.review.handle(operator, locale, `/${name} ${words.join(" ")}`);
      const yes = first?.expects?.what === "say" ? first.expects.words : undefined;
      const isSure = yes !== undefined && given["yes"] === true;
      const turn = isSure ? await app.review.handle(operator, locale, yes) : first;
      const replies = turn?.replies ?? [];
      if (turn?.save === undefined) {
        const asked = /^(?:list|列表)$/i.test(words[0] ?? "");
        for (const { text } of replies) await line(asked ? output : errors, text);
        if (yes !== undefined) await line(errors, say("cli.office-sure"));
        return asked ? 0 : 2;
      }
      await app.stores.transaction(turn.save);
      for (const { text } of replies) await line(output, text);
      return 0;
    },
  };
}

/** Stands at the top of the tree with every right; in the records it is the command line. */
async function operatorOf({ open }: CommandContext): Promise<Staff> {
  const { stores } = await open();
  const units = await stores.members.units();
  const root = units.find(({ parent }) => parent === undefined);
  return {
    id: "command-line",
    name: "command-line",
    unit: root?.id ?? "",
    roles: ["reviewer", "editor", "broadcaster", "administrator"],
    active: true,
  };
}

export const staffCommand = officeCommand("staff");
export const unitCommand = officeCommand("unit");
export const batchCommand = officeCommand("batch", [{ flags: "--yes", summary: "cli.batch.yes" }]);
