// In which language somebody is answered: the script just written when it tells, else what was spoken before. Pure.
import { inScriptOf, localeOf } from "../../ingest/script.ts";
import { codeIn, type ConversationState } from "../domain/conversation.ts";
import { calledTo, type Incoming, type Locale, wordsOf } from "../domain/message.ts";

// A number or a name says nothing of the language somebody speaks.
const ENGLISH_WORDS = /[a-z]{2,}[\s,'’]+[a-z]{2,}/i;

/** The words without what is no language: what links and codes are made of, and commands, whose words are the program's. */
const speechOf = (text: string): string => {
  const said = text.trim();
  if (codeIn(said) !== undefined) return "";
  return said.startsWith("/") && !/\p{Script=Han}/u.test(said)
    ? ""
    : said.replace(/^\/(?:start\s+\S+|[a-z]+)\s*/i, "");
};

/** The language of the talk: the script just written when it tells, else what was spoken before. */
export function localeFor({ content, locale }: Incoming, state: ConversationState): Locale {
  const known = state.spoken ?? locale ?? state.locale;
  const text = speechOf(calledTo(content) ?? wordsOf(content));
  const written = localeOf(text);
  if (written === "zh-Hant") return "zh-Hant";
  // Characters that both scripts share do not change traditional into simplified.
  if (written === "zh-Hans") {
    return known === "zh-Hant" && inScriptOf("zh-Hant", text) === text ? "zh-Hant" : "zh-Hans";
  }
  if (written === "en" && (known === undefined || ENGLISH_WORDS.test(text))) return "en";
  return known ?? "zh-Hans";
}
