import { line, type Command } from "./command.ts";

/** `audit verify`: whether the log of who did what with members' data is whole. */
export const auditCommand: Command = {
  name: "audit",
  words: "<action>",
  options: [{ flags: "--json", summary: "cli.option.json" }],
  carried: true,
  async run({ words: [action], options, output, errors, text, open }) {
    if (action !== "verify") {
      await line(errors, text("cli.audit.actions"));
      return 2;
    }
    const { stores } = await open();
    const check = await stores.audit.verify();
    if (options["json"] === true) await line(output, JSON.stringify(check));
    else if (check.kind === "sound") await line(output, text("cli.audit.sound", { entries: check.entries }));
    else await line(output, text("cli.audit.broken", { at: check.at }));
    return check.kind === "sound" ? 0 : 1;
  },
};
