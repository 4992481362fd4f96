import { AppError } from "../../domain/errors.ts";
import { groupTalk } from "../../domain/group.ts";
import type { PlatformOptions } from "../platform.ts";
import type { Api, Group } from "./api.ts";
import { NAME } from "./event.ts";
import { createRecent } from "./recent.ts";

export interface GroupsOptions {
  readonly api: Pick<Api, "group" | "isOurs" | "chatOf" | "remove">;
  readonly sentAs: PlatformOptions["sentAs"];
  /** Milliseconds that only ever grow. */
  readonly clock: () => number;
}

/** Milliseconds for which the owner and administrators of a group are believed to be the same. */
const KNOWN = 60_000;
const MOST_GROUPS = 1_000;
const MOST_MESSAGES = 10_000;

/** What is asked about groups; what was asked lately is not asked again. */
export function createGroups({ api, sentAs, clock }: GroupsOptions) {
  const groups = createRecent<{ readonly at: number; readonly group: Promise<Group> }>(MOST_GROUPS);
  /** Messages in groups that are known to be ours, or not. */
  const ours = createRecent<boolean>(MOST_MESSAGES);
  /** The groups that messages stand in. */
  const places = createRecent<string>(MOST_MESSAGES);

  function groupOf(id: string): Promise<Group> {
    const known = groups.get(id);
    if (known !== undefined && clock() - known.at < KNOWN) return known.group;
    const group = api.group(id);
    groups.set(id, { at: clock(), group });
    group.catch(() => groups.delete(id));
    return group;
  }

  return {
    /** Whether the person owns the group or is one of its administrators. Throws AppError channel.*. */
    async administers(group: string, sender: string): Promise<boolean> {
      const { owner, managers } = await groupOf(group);
      return owner === sender || managers.includes(sender);
    },

    /**
     * False when the message is not known to stand in this group, for who administers one has no say in others, and when
     * the platform does not let us: we are no administrator there, or it is too late.
     */
    async removeMessage(group: string, message: string): Promise<boolean> {
      try {
        if ((places.get(message) ?? (await api.chatOf(message))) !== group) return false;
        await api.remove(message);
        return true;
      } catch (cause) {
        if (cause instanceof AppError && cause.retryable) throw cause;
        return false;
      }
    },

    /** Told of a member's message in a group. */
    heard(group: string, message: string): void {
      places.set(message, group);
    },

    /** Told of a message of ours in a group. */
    sent(group: string, message: string): void {
      ours.set(message, true);
      places.set(message, group);
    },

    /**
     * Whether a message in a group is ours: as far as can be told quickly. What we sent since the start is known, what
     * this member was sent before that is stored, and for the rest the platform is asked once. Throws AppError
     * channel.unreachable (retryable) when it does not answer.
     */
    async isOurs(group: string, sender: string, message: string): Promise<boolean> {
      const known = ours.get(message);
      if (known !== undefined) return known;
      const address = { channel: NAME, chat: groupTalk(group, sender) };
      if ((await sentAs(address, message).catch(() => undefined)) !== undefined) {
        ours.set(message, true);
        return true;
      }
      try {
        const found = await api.isOurs(message);
        ours.set(message, found);
        return found;
      } catch (cause) {
        if (!(cause instanceof AppError) || cause.retryable) throw cause;
        ours.set(message, false);
        return false;
      }
    },
  };
}
