import { line, type Command } from "./command.ts";

const GRACE = 10_000;

/** `chat`: a talk on standard input and output, on the way every channel's messages go. */
export const chatCommand: Command = {
  name: "chat",
  words: "",
  options: [
    { flags: "--as <name>", summary: "cli.chat.as" },
    { flags: "--json", summary: "cli.option.json" },
  ],
  carried: false,
  async run({ config, options, input, output, errors, locale, text, open, signal }) {
    const app = await open();
    await app.answering.warm();
    const json = options["json"] === true;
    const name = (typeof options["as"] === "string" && options["as"].trim()) || "me";
    if ((await app.libraryStore.passageCount()) === 0) {
      await line(errors, text("cli.no-reports", { folder: config.dataFolder }));
    }
    if ("isTTY" in input && input.isTTY === true && !json) await line(errors, text("cli.chat.welcome"));
    const channel = app.terminalChannel({ input, output, json, chat: name, locale });
    const work = await app.work();
    const conversation = await app.converse([channel]);
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    await Promise.race([channel.finished.then(() => conversation.inbox.idle()), stopped]);
    await conversation.stop(GRACE);
    // News that is not told by now waits for the next talk.
    await work.stop(GRACE);
    return signal.aborted ? 1 : 0;
  },
};
