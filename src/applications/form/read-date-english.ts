// Days and months in English ("last August", "31 Aug 2026", "two weeks ago"), and counting on from a day. read-date.ts calls it.

/** As much of a date as was said; months and days from 1. */
export interface SaidDate {
  readonly year?: number;
  readonly month?: number;
  readonly day?: number;
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH_WORD =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const SMALL: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
};

const DAY_MONTH = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH_WORD}(?:,? ((?:19|20)\\d{2}))?$`);
const MONTH_DAY = new RegExp(
  `^(last |this |next )?${MONTH_WORD}(?: (\\d{1,2})(?:st|nd|rd|th)?)?(?:,? ((?:19|20)\\d{2})| (last|this|next) year)?$`,
);

/** Undefined when the words, all of them, are no date. */
export function readEnglish(words: string, today: string): SaidDate | undefined {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const monthOf = (word: string): number => MONTHS.indexOf(word.slice(0, 3)) + 1;
  const first = DAY_MONTH.exec(words);
  if (first !== null) {
    const known = first[3] === undefined ? {} : { year: Number(first[3]) };
    return { ...known, month: monthOf(first[2] ?? ""), day: Number(first[1]) };
  }
  const second = MONTH_DAY.exec(words);
  if (second !== null) {
    const [, which, word = "", day, stated, yearWord] = second;
    const m = monthOf(word);
    const relative = {
      "last ": m < month ? year : year - 1,
      "this ": year,
      "next ": m > month ? year : year + 1,
    };
    const byYear = { last: year - 1, this: year, next: year + 1 };
    const known =
      stated !== undefined
        ? Number(stated)
        : yearWord !== undefined
          ? byYear[yearWord as keyof typeof byYear]
          : which === undefined
            ? undefined
            : relative[which as keyof typeof relative];
    return {
      ...(known === undefined ? {} : { year: known }),
      month: m,
      ...(day === undefined ? {} : { day: Number(day) }),
    };
  }
  if (/^(?:last|this|next) month$/.test(words)) {
    return monthsFrom(year, month, words.startsWith("last") ? -1 : words.startsWith("next") ? 1 : 0);
  }
  if (/^(?:last|this|next) year$/.test(words)) {
    return { year: year + (words.startsWith("last") ? -1 : words.startsWith("next") ? 1 : 0) };
  }
  const ago = /^(\d+|a|an|one|two|three|four|five|six|ten) (day|week|month|year)s? ago$/.exec(words);
  if (ago === null) return undefined;
  const unit = ago[2] as "day" | "week" | "month" | "year";
  return shifted(today, -(SMALL[ago[1] ?? ""] ?? Number(ago[1])), unit);
}

export function shifted(
  today: string,
  count: number,
  unit: "day" | "week" | "month" | "year",
): SaidDate | undefined {
  const [year = 0, month = 0] = today.split("-").map(Number);
  if (Math.abs(count) > 1200) return undefined;
  switch (unit) {
    case "day":
      return Number.isInteger(count) ? daysFrom(today, count) : undefined;
    case "week":
      return daysFrom(today, Math.round(count * 7));
    case "month":
      return Number.isInteger(count) ? monthsFrom(year, month, count) : daysFrom(today, count * 30);
    case "year":
      return Number.isInteger(count) ? { year: year + count } : monthsFrom(year, month, count * 12);
    default: {
      const impossible: never = unit;
      return impossible;
    }
  }
}

export function monthsFrom(year: number, month: number, count: number): SaidDate {
  const index = year * 12 + month - 1 + count;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
}

export function daysFrom(today: string, count: number): SaidDate {
  const date = new Date(Date.parse(`${today}T00:00:00Z`) + count * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}
