export interface LinkSigning {
  /** A signature over a text that nobody else can make. */
  readonly sign: (text: string) => string;
  readonly now: () => Date;
}

/** Links that open one thing for a time, for whoever has them. */
export interface SignedLinks {
  /** What goes into the link's query to open `subject` for so many seconds. */
  seal(subject: string, seconds: number): { readonly until: string; readonly key: string };
  /** Whether the query opens `subject` now. */
  opens(subject: string, query: URLSearchParams): boolean;
}

export function createSignedLinks({ sign, now }: LinkSigning): SignedLinks {
  const keyOf = (subject: string, until: number): string => sign(`${subject} ${until}`).slice(0, 43);
  return {
    seal(subject, seconds) {
      const until = Math.floor(now().getTime() / 1_000) + seconds;
      return { until: String(until), key: keyOf(subject, until) };
    },
    opens(subject, query) {
      const until = Number(query.get("until"));
      const right = same(query.get("key") ?? "", keyOf(subject, until));
      return right && until * 1_000 > now().getTime();
    },
  };
}

/** Compared in a time that does not tell how much of it is right. */
function same(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let differs = 0;
  for (let index = 0; index < one.length; index++) differs |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return differs === 0;
}
