import type { Address } from "../domain/message.ts";

/** One line a unit of work, ids only. */
export interface LineLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface LinesOptions<Item> {
  /** Chats worked on at one time. */
  readonly concurrency: number;
  /** Never rejects. */
  readonly work: (address: Address, item: Item) => Promise<void>;
}

/** One line of items a chat: in order within it, chats beside each other. */
export interface Lines<Item> {
  add(address: Address, item: Item): void;
  /** Whether what is added for the chat is begun at once. */
  free(address: Address): boolean;
  /** The items of a chat that wait, without the one being worked on. */
  waiting(address: Address): readonly Item[];
  /** Resolves when nothing is running or waiting; after `halt`, when nothing is running. */
  idle(): Promise<void>;
  /** Begins nothing more. */
  halt(): void;
}

export function createLines<Item>({ concurrency, work }: LinesOptions<Item>): Lines<Item> {
  const lines = new Map<string, { readonly address: Address; readonly items: Item[] }>();
  const ready: string[] = [];
  const busy = new Set<string>();
  let watchers: (() => void)[] = [];
  let halted = false;

  function next(): void {
    while (busy.size < concurrency) {
      const key = halted ? undefined : ready.shift();
      if (key === undefined) break;
      const line = lines.get(key);
      const item = line?.items.shift();
      if (line === undefined || item === undefined) continue;
      busy.add(key);
      void work(line.address, item).finally(() => {
        busy.delete(key);
        // One item a turn, so that a chat with many cannot starve the others.
        if (line.items.length > 0) ready.push(key);
        else lines.delete(key);
        next();
      });
    }
    if (busy.size > 0 || (!halted && ready.length > 0)) return;
    const done = watchers;
    watchers = [];
    for (const watcher of done) watcher();
  }

  return {
    add(address, item) {
      const key = keyOf(address);
      const line = lines.get(key);
      if (line !== undefined) line.items.push(item);
      else {
        lines.set(key, { address, items: [item] });
        ready.push(key);
      }
      next();
    },
    free: (address) => !halted && busy.size < concurrency && !lines.has(keyOf(address)),
    waiting: (address) => lines.get(keyOf(address))?.items ?? [],
    idle: () =>
      new Promise((resolve) => {
        watchers.push(resolve);
        next();
      }),
    halt() {
      halted = true;
    },
  };
}

/** A chat's key in a map. */
export const keyOf = ({ channel, chat }: Address): string => JSON.stringify([channel, chat]);
