// What a typed code does, unless too many wrong ones were typed before it: whoever guesses is slowed down. The members' room
// knows what a code is for; converse.ts and member-commands.ts call this one.
import type { ConversationState } from "../domain/conversation.ts";
import type { Incoming, Locale } from "../domain/message.ts";
import type { Membership } from "../members/membership.ts";
import type { StoreSet } from "../stores/stores.ts";
import type { Handled } from "./handling.ts";
import { keyOf } from "./lines.ts";
import type { Turns, Write } from "./turns.ts";

export interface CodeDependencies {
  readonly turns: Turns;
  readonly membership: Pick<Membership, "useCode">;
  readonly stores: Pick<StoreSet, "members">;
  readonly write: Write;
}

const MOST_WRONG = 10;
const MOST_ACCOUNTS = 1_000;
const HOUR = 3_600_000;
const TIME = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
});

export function createOneTimeCodes({ turns, membership, stores, write }: CodeDependencies) {
  const { notice, said, personOf } = turns;
  /** By account, beside what the talk remembers: whoever has everything deleted does not begin to guess anew by it. */
  const guesses = new Map<string, readonly string[]>();

  function remember(account: string, wrong: readonly string[]): void {
    guesses.delete(account);
    if (wrong.length > 0) guesses.set(account, wrong);
    const oldest = guesses.keys().next().value;
    if (guesses.size > MOST_ACCOUNTS && oldest !== undefined) guesses.delete(oldest);
  }

  /** `sure`: it is known what the code does. */
  return async function useCode(
    state: ConversationState,
    incoming: Incoming,
    { code, sure, locale }: { readonly code: string; readonly sure: boolean; readonly locale: Locale },
  ): Promise<Handled> {
    const { receivedAt: at, address } = incoming;
    const { wrongCodes = [], ...others } = state;
    const account = keyOf(address);
    const wrong = recentOf([...wrongCodes, ...(guesses.get(account) ?? [])], at);
    remember(account, wrong);
    const [oldest] = wrong;
    if (oldest !== undefined && wrong.length >= MOST_WRONG) {
      const until = TIME.format(Date.parse(oldest) + HOUR + 59_999);
      return { state, replies: [notice(locale, write(locale, "member.codes-wait", { until }))] };
    }
    const isKnown = (await stores.members.peekCode(code, at)) !== undefined;
    const used = await membership.useCode(await personOf(incoming, locale), code, sure);
    if (!isKnown) {
      const more = recentOf([...wrong, at], at);
      remember(account, more);
      return said({ ...state, wrongCodes: more }, locale, used, incoming);
    }
    // Only a code that was used up shows that nobody guesses: one's own can be typed as often as one likes.
    if (used.save === undefined) return said(state, locale, used, incoming);
    remember(account, []);
    return said(others, locale, used, incoming);
  };
}

/** The wrong codes of the last hour, the oldest first, each once: a message may be handled anew. */
const recentOf = (wrong: readonly string[], at: string): readonly string[] =>
  [...new Set(wrong)].filter((one) => Date.parse(at) - Date.parse(one) < HOUR).sort();
