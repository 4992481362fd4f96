// How members are answered about their cases, and which one they mean: shared by cases.ts and appeal.ts.
import type { Application } from "../../domain/application.ts";
import type { Locale, Reply } from "../../domain/message.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { inLocale, tapWords } from "./labels.ts";
import type { Speaker, Turn } from "../service.ts";

/** How many cases are listed or offered as taps. */
export const SHOWN_MOST = 6;

export interface Counter {
  readonly reply: (locale: Locale, text: string, suggestions?: readonly string[]) => Reply;
  readonly saying: (
    speaker: Speaker,
    key: string,
    values?: Readonly<Record<string, string | number>>,
    suggestions?: readonly string[],
  ) => Turn;
  /** The member's case by its number ("2026-000123", "123"), or the only one that fits; and all that fit. */
  readonly pick: (
    speaker: Speaker,
    number: string | undefined,
    fits: (application: Application) => boolean,
  ) => Promise<{ readonly one: Application | undefined; readonly all: readonly Application[] }>;
  /** "2026-000123 困难职工帮扶" */
  readonly titleOf: (application: Application, locale: Locale) => string;
}

export function createCounter({ stores, programmes, write }: CaseDependencies): Counter {
  const reply = (locale: Locale, text: string, suggestions: readonly string[] = []): Reply => ({
    kind: "case",
    text,
    citations: [],
    suggestions: suggestions.map((tap) => tapWords(tap, locale, write)),
    locale,
  });
  const saying = (
    speaker: Speaker,
    key: string,
    values: Readonly<Record<string, string | number>> = {},
    suggestions: readonly string[] = [],
  ): Turn => ({
    state: undefined,
    replies: [reply(speaker.locale, write(speaker.locale, key, values), suggestions)],
  });

  return { reply, saying, pick, titleOf };

  async function pick(
    { member }: Speaker,
    number: string | undefined,
    fits: (application: Application) => boolean,
  ): Promise<{ readonly one: Application | undefined; readonly all: readonly Application[] }> {
    const all = (await stores.applications.ofMember(member)).filter(
      (application) => application.number !== undefined && fits(application),
    );
    if (number === undefined || number === "") return { one: all.length === 1 ? all[0] : undefined, all };
    const wanted = number.replace(/^[#＃]/, "");
    const last = (full = ""): number => Number(full.split("-")[1]);
    const found = all.filter(
      (one) => one.number === wanted || String(last(one.number)) === String(Number(wanted)),
    );
    return { one: found.length === 1 ? found[0] : undefined, all };
  }

  function titleOf(application: Application, locale: Locale): string {
    const programme = inLocale(programmeOf(programmes, application).name, locale);
    return write(locale, "case.status.title", { number: application.number ?? "", programme });
  }
}
