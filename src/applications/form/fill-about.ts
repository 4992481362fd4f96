// What is said of programmes outside a form, and to whoever tells of a trouble: what one is, how it is applied for, where to
// turn at once. fill.ts offers it to the talk.
import { isOpen } from "../../domain/application.ts";
import type { TalkContext } from "../../domain/conversation.ts";
import type { Programme } from "../../domain/programme.ts";
import { findPlaces } from "../../../ingest/places.ts";
import { fold } from "../../../ingest/script.ts";
import { aboutText, generalText } from "./about.ts";
import { inLocale } from "../cases/labels.ts";
import type { FillDependencies, Sessions } from "./fill-session.ts";
import { formOf } from "./form-source.ts";
import { knownQuestion } from "./known-question.ts";
import { looksLikeQuestion } from "./listen-question.ts";
import type { Proposer } from "./propose.ts";
import type { FillService, Speaker } from "../service.ts";
import { isJoke, isTold, tellsTrouble } from "./telling.ts";
import {
  asksForPeople,
  asksHowToApply,
  asksIfAllowed,
  fears,
  isAlwaysOfRules,
  isOfApplying,
  isOfOurs,
  isOfProgrammes,
  topicOf,
} from "./topic.ts";
import { dense } from "../words.ts";

/** Programmes offered below an answer. */
export const OFFERED = 2;

type Told = Pick<
  FillService,
  "programmesOf" | "asksOn" | "isForRules" | "summary" | "about" | "opening" | "tells" | "offers"
>;

export interface FillAbout extends Told {
  /** Ids of the programmes that the talk is about. */
  readonly talkedOf: (before: TalkContext | undefined) => readonly string[];
  /** A text that names a programme and says what it is. */
  readonly helps: (programme: Programme, speaker: Pick<Speaker, "locale">, key: string) => string;
}

export function createFillAbout(deps: FillDependencies, sessions: Sessions, proposer: Proposer): FillAbout {
  const { programmes, stores, write, now, hotline } = deps;
  const { nameOf, saying, said } = sessions;

  const helps = (programme: Programme, speaker: Pick<Speaker, "locale">, key: string): string =>
    write(speaker.locale, key, {
      programme: nameOf(programme, speaker),
      summary: inLocale(programme.summary, speaker.locale),
    });

  /** By their own names or as the answers took the question: those that can be applied for here, each once. */
  const programmesOf: FillService["programmesOf"] = (question, answered) =>
    [...new Set([...proposer.about(question), ...answered])].filter((id) => programmes.current.has(id));

  /** "我怕报了被开除" names a fear and "贷款的学生能申请吗" some people: the talk has not come to dismissals or loans. */
  const namedIn = (question: string, before: TalkContext | undefined): readonly string[] =>
    (fears(question) || asksForPeople(question)) && talkedOf(before).length > 0
      ? []
      : proposer.about(question);

  /** What the talk is about. */
  const talkedOf = (before: TalkContext | undefined): readonly string[] =>
    before === undefined ? [] : programmesOf(before.question, before.programmes ?? []);

  return {
    talkedOf,
    helps,
    asksOn: (question, before) =>
      isOfApplying(question) && namedIn(question, before).length === 0 && talkedOf(before).length > 0,

    isForRules: (question) =>
      isAlwaysOfRules(question) ||
      (knownQuestion(programmes.current.values(), question) !== undefined &&
        findPlaces(fold(question)).length === 0) ||
      ((asksIfAllowed(question) || (isOfProgrammes(question) && findPlaces(fold(question)).length === 0)) &&
        proposer.about(question).length > 0),

    summary([id = ""], locale) {
      const programme = programmes.current.get(id);
      if (programme === undefined) return undefined;
      const tap = said({ locale }, "tap.apply", { programme: nameOf(programme, { locale }) });
      const lines = [
        inLocale(programme.summary, locale),
        write(locale, "about.apply-here"),
        write(locale, "about.not-told", { hotline }),
      ];
      return saying({ locale }, lines.join("\n"), [tap]);
    },

    async about(speaker, question, before) {
      const { member, locale } = speaker;
      const [named] = [...namedIn(question, before), ...talkedOf(before)];
      const known = knownQuestion(programmes.current.values(), question, named);
      if (known !== undefined) {
        const tap = said({ locale }, "tap.apply", { programme: nameOf(known.programme, { locale }) });
        return saying({ locale }, inLocale(known.question.answer, locale), [tap]);
      }
      const topic = topicOf(question);
      if (topic === undefined) return undefined;
      const mine =
        named === undefined && member !== undefined ? await stores.applications.ofMember(member) : [];
      const id = named ?? mine.find(({ state }) => isOpen(state))?.programme;
      const programme = id === undefined ? undefined : programmes.current.get(id);
      if (programme === undefined) {
        const general = asksHowToApply(question)
          ? write(locale, "about.apply-which")
          : isOfOurs(topic, question)
            ? generalText(topic, locale, write)
            : undefined;
        return general === undefined
          ? undefined
          : saying({ locale }, general, topic === "voice" ? [] : [write(locale, "chat.apply")]);
      }
      const form = await formOf(deps, programme, now());
      const text = aboutText(topic, { form, locale, write, hotline }, question);
      const tap = said({ locale }, "tap.apply", { programme: nameOf(programme, { locale }) });
      return text === undefined ? undefined : saying({ locale }, text, named === undefined ? [] : [tap]);
    },

    programmesOf,

    opening(words, [first = ""], { before, told }, locale) {
      const programme = programmes.current.get(first);
      if (programme === undefined || looksLikeQuestion(words) || isJoke(words)) return undefined;
      const { opening, dangers } = programme;
      const again = talkedOf(before).includes(first);
      const joined = dense(words);
      const warns = dangers === undefined ? !again : dangers.some((one) => joined.includes(dense(one)));
      const lines = [
        ...(opening !== undefined && warns ? [inLocale(opening, locale)] : []),
        ...(!again && (told || tellsTrouble(words)) ? [helps(programme, { locale }, "about.helps")] : []),
      ];
      return lines.length === 0 ? undefined : lines.join("\n");
    },

    tells: (words) => (isJoke(words) ? "joke" : isTold(words) ? "matter" : undefined),

    offers(ids, locale, besideSmallTalk = false) {
      return ids
        .flatMap((id) => programmes.current.get(id) ?? [])
        .filter(({ opening }) => !besideSmallTalk || opening !== undefined)
        .slice(0, OFFERED)
        .map(({ name }) => write(locale, "form.tap.apply", { programme: inLocale(name, locale) }));
    },
  };
}
