// What to do with what was said in a group, decided from the group's settings and the words alone. Policy is answered before
// all; whatever concerns a person goes to the private chat. group.ts carries the step out. Pure.
import { memberCommand } from "../domain/conversation.ts";
import { codesIn, type GroupSettings } from "../domain/group.ts";
import { calledTo, type Incoming, isTooLong, type Rating, wordsOf } from "../domain/message.ts";
import type { PersonalMatter } from "./personal-matter.ts";

export type GroupStep =
  /** Nothing need be said. */
  | { readonly kind: "nothing" }
  | { readonly kind: "welcome" }
  | { readonly kind: "migrated"; readonly to: string }
  | { readonly kind: "help" }
  | { readonly kind: "settings"; readonly words: string }
  /** The member wants this message of the group deleted. */
  | { readonly kind: "delete"; readonly messageId: string }
  /** Not to be talked of here. `command`: one that says nothing of the person, but what it shows would. */
  | { readonly kind: "private"; readonly why: PersonalMatter | "application" | "command" | "papers" }
  /** Holds a one-time code, which everybody now knows. */
  | { readonly kind: "code" }
  /** Nothing of it is taken; `personal`: it holds what others should not have read. */
  | { readonly kind: "too-long"; readonly personal: boolean }
  /** We were called to what is a colleague's own matter. */
  | { readonly kind: "colleague" }
  | { readonly kind: "crisis" }
  | { readonly kind: "other-topic" }
  | { readonly kind: "rate"; readonly answer: string; readonly rating: Rating }
  | { readonly kind: "unreadable" }
  /** `afresh`: a colleague's question, which has nothing to do with what the member was told before. */
  | { readonly kind: "answer"; readonly question: string; readonly afresh?: true };

/** What the rooms below know of words. */
export interface GroupRules {
  readonly personal: (text: string) => PersonalMatter | undefined;
  /** Whether the words want to apply for something. */
  readonly applies: (text: string) => boolean;
  readonly isCrisis: (text: string) => boolean;
  /** Whether the words are answered however long they are. */
  readonly interrupts: (text: string) => boolean;
  /** Ids of the topics that the words speak of, the surest first. */
  readonly topics: (text: string) => readonly string[];
}

const SETTINGS = /^\/settings\b|^(?:群?设置|群?設置|群?設定)(?=$|\s)/i;
const DELETE = /^\/delete\s+(\S+)$/;
const QUESTION = /^\/ask\b\s*/i;

export function stepInGroup(settings: GroupSettings, { content }: Incoming, rules: GroupRules): GroupStep {
  const words = wordsOf(content);
  if (isTooLong(words) && !rules.interrupts(words)) {
    return { kind: "too-long", personal: codesIn(words).length > 0 || rules.personal(words) !== undefined };
  }
  switch (content.kind) {
    case "event":
      if (content.event.kind === "joined") return { kind: "welcome" };
      return content.event.kind === "migrated"
        ? { kind: "migrated", to: content.event.to }
        : { kind: "nothing" };
    case "rating":
      return { kind: "rate", answer: content.answer, rating: content.rating };
    case "files":
    case "remote-files":
      return { kind: "private", why: "papers" };
    case "unreadable":
      return { kind: "unreadable" };
    case "text": {
      const called = calledTo(content);
      return called === undefined
        ? stepOf(content.text.trim(), settings, rules)
        : stepForColleague(called.trim(), settings, rules);
    }
    default: {
      const impossible: never = content;
      return impossible;
    }
  }
}

/** Only what may be talked of here is answered for somebody else; nothing is changed or deleted by words that are not one's own. */
function stepForColleague(called: string, settings: GroupSettings, rules: GroupRules): GroupStep {
  const step = stepOf(called, settings, rules);
  if (step.kind === "answer") return { ...step, afresh: true };
  if (step.kind === "settings" || step.kind === "delete") return { kind: "help" };
  return step.kind === "private" || step.kind === "code" ? { kind: "colleague" } : step;
}

function stepOf(said: string, { topics }: GroupSettings, rules: GroupRules): GroupStep {
  const settings = SETTINGS.exec(said)?.[0];
  if (settings !== undefined) return { kind: "settings", words: said.slice(settings.length).trim() };
  const messageId = DELETE.exec(said)?.[1];
  if (messageId !== undefined) return { kind: "delete", messageId };
  const text = said.replace(QUESTION, "");
  if (text === "") return { kind: "help" };
  if (rules.isCrisis(text)) return { kind: "crisis" };
  if (codesIn(text).length > 0) return { kind: "code" };
  const command = memberCommand(text);
  if (command?.command === "help") return { kind: "help" };
  if (command !== undefined) {
    const tells = command.command === "apply" || command.rest !== "";
    return { kind: "private", why: tells ? "application" : "command" };
  }
  // Staff decide cases, and cases are nobody else's business.
  if (text.startsWith("/")) return { kind: "private", why: "case" };
  const why = rules.personal(text);
  if (why !== undefined) return { kind: "private", why };
  if (rules.applies(text)) return { kind: "private", why: "application" };
  const about = rules.topics(text);
  const allowed = topics.length === 0 || about.length === 0 || about.some((topic) => topics.includes(topic));
  return allowed ? { kind: "answer", question: text } : { kind: "other-topic" };
}
