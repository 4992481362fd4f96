// Who may what in a group, as Telegram has it.
import { z } from "zod";
import type { Albums } from "./albums.ts";
import { type Answer, type Api, Done } from "./api.ts";
import { errorOf } from "./failure.ts";
import type { Posting } from "./posting.ts";
import { readNameOfMessage } from "./update.ts";

/** Milliseconds for which an answer is remembered. */
const REMEMBERED = 60_000;
const MOST_REMEMBERED = 1_000;
const Status = z.object({ status: z.string() });

export interface RightsOptions {
  readonly api: Api;
  readonly posting: Posting;
  readonly albums: Pick<Albums, "pagesOf">;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

export function createRights({ api, posting, albums, clock }: RightsOptions) {
  const known = new Map<string, { readonly administers: boolean; readonly until: number }>();

  /** Asks where the group is now; people keep their ids when it moves. */
  async function statusOf(group: string, person: number): Promise<Answer<z.infer<typeof Status>>> {
    const chat = posting.now(group);
    const answer = await api.call("getChatMember", { chat_id: chat, user_id: person }, { result: Status });
    if (answer.ok || answer.kind !== "migrated" || chat === answer.to) return answer;
    posting.moved(chat, answer.to);
    return statusOf(group, person);
  }

  /** False when the platform does not let us, and when the group moves meanwhile: there the ids name other messages. */
  async function remove(method: string, group: string, messages: object): Promise<boolean> {
    const answer = await posting.beside(method, { chat_id: group, ...messages }, { result: Done });
    if (answer.ok) return true;
    if (answer.kind === "migrated") posting.moved(group, answer.to);
    if (["refused", "blocked", "migrated"].includes(answer.kind)) return false;
    throw errorOf(answer);
  }

  return {
    /** As Channel.administers promises. */
    async administers(group: string, sender: string): Promise<boolean> {
      // An administrator who shows no name speaks as the group itself.
      if (posting.now(sender) === posting.now(group)) return true;
      // Whoever speaks as a channel is not told from others.
      if (!/^\d+$/.test(sender)) return false;
      const key = `${posting.now(group)} ${sender}`;
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > clock()) return remembered.administers;
      const answer = await statusOf(group, Number(sender));
      // A person who is not there is no administrator.
      if (!answer.ok && answer.kind !== "refused" && answer.kind !== "blocked") throw errorOf(answer);
      const administers = answer.ok && ["creator", "administrator"].includes(answer.result.status);
      known.delete(key);
      known.set(key, { administers, until: clock() + REMEMBERED });
      const oldest = known.keys().next().value;
      if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
      return administers;
    },
    /** As Channel.removeMessage promises; with a page of an album go all that are known of it. */
    async removeMessage(group: string, messageId: string): Promise<boolean> {
      const message = readNameOfMessage(messageId);
      // In the group that it became, another message has this id.
      if (message === undefined || posting.hasMoved(group)) return false;
      const others = albums.pagesOf(group, message.id).filter((page) => page !== message.id);
      // The others first: when this one cannot be reached and is tried again, those that are gone are passed over.
      const cleared = others.length === 0 || (await remove("deleteMessages", group, { message_ids: others }));
      return (await remove("deleteMessage", group, { message_id: message.id })) && cleared;
    },
  };
}
