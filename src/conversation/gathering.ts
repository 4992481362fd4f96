import type { Incoming } from "../domain/message.ts";
import { keyOf } from "./lines.ts";

/** What waits in a chat's line: a message, or several that bring files and count as one. */
export interface Gathered {
  readonly incoming: Incoming;
  /** Resolves when nothing more will join: the message as one, and the ids of those that joined it. */
  whole(): Promise<{ incoming: Incoming; also: readonly string[] }>;
}

export interface Gathering {
  add(incoming: Incoming): void;
}

/**
 * People send the pages of a paper as one album, and platforms bring it as so many messages. Those of one chat that follow
 * each other within `quiet` milliseconds become one message with all files; `begin` is called with the first of them.
 */
export function createGathering(quiet: number, begin: (gathered: Gathered) => void): Gathering {
  const open = new Map<string, { readonly all: Incoming[]; last: number }>();

  return {
    add(incoming) {
      const key = keyOf(incoming.address);
      if (incoming.content.kind !== "remote-files") {
        // What comes after other words is about something else.
        open.delete(key);
        begin({ incoming, whole: async () => ({ incoming, also: [] }) });
        return;
      }
      const known = open.get(key);
      if (known !== undefined) {
        known.all.push(incoming);
        known.last = performance.now();
        return;
      }
      const gathering = { all: [incoming], last: performance.now() };
      open.set(key, gathering);
      begin({
        incoming,
        async whole() {
          for (;;) {
            const left = gathering.last + quiet - performance.now();
            if (left <= 0 || open.get(key) !== gathering) break;
            await new Promise((done) => setTimeout(done, left));
          }
          if (open.get(key) === gathering) open.delete(key);
          return together(incoming, gathering.all);
        },
      });
    },
  };
}

function together(
  first: Incoming,
  all: readonly Incoming[],
): { incoming: Incoming; also: readonly string[] } {
  const contents = all.flatMap(({ content }) => (content.kind === "remote-files" ? [content] : []));
  const files = contents.flatMap((content) => content.files);
  const text = contents
    .map((content) => content.text)
    .filter((one) => one !== "")
    .join("\n");
  const also = all.slice(1).map(({ messageId }) => messageId);
  return { incoming: { ...first, content: { kind: "remote-files", files, text } }, also };
}
