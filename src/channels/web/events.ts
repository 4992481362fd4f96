import { localeOf } from "../../../ingest/script.ts";
import type { TalkEntry } from "../../domain/talk.ts";

/**
 * One entry of the talk as a server-sent event; its id is the sequence, so that `Last-Event-ID` resumes after it. Each
 * citation says in which language its quotation is, for whoever has it read aloud.
 */
export function encode(entry: TalkEntry): string {
  if (entry.side === "member") {
    const { sequence, messageId, text, files, at } = entry;
    return `id: ${sequence}\n${encodeEvent("member", { sequence, id: messageId, text, files, at })}`;
  }
  const { sequence, reply, at, rating } = entry;
  const citations = reply.citations.map((one) => ({ ...one, lang: localeOf(one.quote) }));
  return `id: ${sequence}\n${encodeEvent("reply", { sequence, ...reply, citations, at, rating })}`;
}

/** JSON has no line breaks outside strings and escapes those inside, so that one data line holds it. */
export const encodeEvent = (event: string, data: object): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
