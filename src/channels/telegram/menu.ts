// The commands that Telegram shows beside the input field: by language, and others in groups than in private chats.
import { z } from "zod";
import type { Locale } from "../../domain/message.ts";
import { type Answer, type Api, Done } from "./api.ts";
import { createBackoff } from "./state.ts";

export interface MenuOptions {
  readonly api: Api;
  readonly text: (locale: Locale, key: string) => string;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

const SCOPES = [
  { type: "all_private_chats", commands: ["help", "apply", "status", "resume", "link", "mydata"] },
  { type: "all_group_chats", commands: ["help", "ask"] },
  { type: "all_chat_administrators", commands: ["help", "ask", "settings"] },
] as const;
/** "" is for everybody whose Telegram speaks none of the others. */
const LANGUAGES: readonly (readonly [string, Locale])[] = [
  ["", "zh-Hans"],
  ["zh", "zh-Hans"],
  ["en", "en"],
];
const Commands = z.array(z.object({ command: z.string(), description: z.string() }));

/** Sets what is not set so already, however long it takes; ends with the signal. Never rejects. */
export async function keepMenu({ api, text, wait, random }: MenuOptions, signal: AbortSignal): Promise<void> {
  const failing = createBackoff(2_000, 300_000, random);
  const patiently = async <Result>(
    call: () => Promise<Answer<Result>>,
  ): Promise<Answer<Result> | undefined> => {
    while (!signal.aborted) {
      const answer = await call();
      if (answer.ok || answer.kind === "refused") return answer;
      await wait(answer.kind === "slow-down" ? answer.seconds * 1_000 : failing.next(), signal);
    }
    return undefined;
  };
  for (const { type, commands: names } of SCOPES) {
    for (const [language, locale] of LANGUAGES) {
      const whose = { scope: { type }, ...(language === "" ? {} : { language_code: language }) };
      const commands = names.map((command) => ({
        command,
        description: text(locale, `telegram.command.${command}`),
      }));
      const known = await patiently(() => api.call("getMyCommands", whose, { result: Commands, signal }));
      if (known === undefined) return;
      if (known.ok && JSON.stringify(known.result) === JSON.stringify(commands)) continue;
      await patiently(() => api.call("setMyCommands", { ...whose, commands }, { result: Done, signal }));
    }
  }
}
