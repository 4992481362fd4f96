// Who may what in a group, as Telegram has it.
import { z } from "zod";
import { type Api, Done } from "./api.ts";
import { errorOf } from "./failure.ts";
import type { Posting } from "./posting.ts";
import { readNameOfMessage } from "./update.ts";

/** Milliseconds for which an answer is remembered. */
const REMEMBERED = 60_000;
const MOST_REMEMBERED = 1_000;
const Status = z.object({ status: z.string() });

export function createRights(api: Api, posting: Posting, clock: () => number) {
  const known = new Map<string, { readonly administers: boolean; readonly until: number }>();

  return {
    /** As Channel.administers promises. */
    async administers(group: string, sender: string): Promise<boolean> {
      // An administrator who shows no name speaks as the group itself.
      if (posting.now(sender) === posting.now(group)) return true;
      // Whoever speaks as a channel is not told from others.
      if (!/^\d+$/.test(sender)) return false;
      const key = `${group} ${sender}`;
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > clock()) return remembered.administers;
      const payload = { chat_id: posting.now(group), user_id: Number(sender) };
      const answer = await api.call("getChatMember", payload, { result: Status });
      // A person who is not there is no administrator.
      if (!answer.ok && answer.kind !== "refused" && answer.kind !== "blocked") throw errorOf(answer);
      const administers = answer.ok && ["creator", "administrator"].includes(answer.result.status);
      known.delete(key);
      known.set(key, { administers, until: clock() + REMEMBERED });
      const oldest = known.keys().next().value;
      if (known.size > MOST_REMEMBERED && oldest !== undefined) known.delete(oldest);
      return administers;
    },
    /** As Channel.removeMessage promises. */
    async removeMessage(group: string, messageId: string): Promise<boolean> {
      const message = readNameOfMessage(messageId);
      if (message === undefined) return false;
      const payload = { chat_id: posting.now(group), message_id: message.id };
      const answer = await posting.beside("deleteMessage", payload, { result: Done });
      if (answer.ok) return true;
      if (answer.kind === "refused" || answer.kind === "blocked") return false;
      throw errorOf(answer);
    },
  };
}
