// A talk on two streams: lines in, replies out, for people at a terminal and for scripts (`json`).
// It goes the way of every channel, so what is seen here is what a member of any channel gets.
import { randomUUID } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { clearLine, createInterface, cursorTo, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { LARGEST_FILE } from "../domain/media-type.ts";
import {
  type Address,
  type FileReference,
  type IncomingContent,
  isTooLong,
  type Locale,
  LONGEST_MESSAGE,
  type Reply,
} from "../domain/message.ts";
import type { Channel, KeepFile, OnMessage } from "./channel.ts";
import { plainText, wrap } from "./terminal-text.ts";

const NAME = "terminal";

export interface TerminalOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly text: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly now: () => Date;
  readonly keepFile: KeepFile;
  /** Whose talk this is; the same name goes on where it stopped. */
  readonly chat?: string;
  /**
   * One JSON object a reply; lines in may be JSON too: {"text"}, {"files": [paths], "text"?} or {"answer", "rating"},
   * each with an optional "id", and "as" to speak for another chat, whose replies then carry it, too. Of replies that
   * go out together all but the last carry "more": true.
   */
  readonly json?: boolean;
  readonly locale?: Locale;
  /** Columns; otherwise the terminal's, or 80. */
  readonly width?: number;
  readonly newId?: () => string;
}

export interface TerminalChannel extends Channel {
  /**
   * Resolves when the input has ended (or Ctrl-C, or nobody reads the output any more) and every line is stored.
   * Replies may still be under way: `send` prints them even after `stop`.
   */
  readonly finished: Promise<void>;
}

const Line = z.object({
  id: z.string().min(1).max(200).exactOptional(),
  as: z.string().min(1).max(200).exactOptional(),
  text: z.string().default(""),
  files: z.array(z.string()).min(1).max(20).exactOptional(),
  answer: z.string().exactOptional(),
  rating: z.enum(["up", "down"]).exactOptional(),
});

/** What a line says; files are still paths on this machine. */
export type Typed =
  | Extract<IncomingContent, { kind: "text" | "rating" }>
  | { readonly kind: "paths"; readonly paths: readonly string[]; readonly text: string };

/** A line as someone typed it ("/file a.jpg b.jpg" sends files) or as JSON; undefined when it is blank. */
export function decode(
  line: string,
  json: boolean,
): { id?: string; as?: string; content: Typed } | undefined {
  const typed = line.trim();
  if (typed === "") return undefined;
  const parsed = json && typed.startsWith("{") ? Line.safeParse(parseJson(typed)).data : undefined;
  if (parsed !== undefined) {
    const { answer, rating, files } = parsed;
    const id = {
      ...(parsed.id === undefined ? {} : { id: parsed.id }),
      ...(parsed.as === undefined ? {} : { as: parsed.as }),
    };
    if (answer !== undefined && rating !== undefined)
      return { ...id, content: { kind: "rating", answer, rating } };
    const text = parsed.text.trim();
    if (files !== undefined) return { ...id, content: { kind: "paths", paths: files, text } };
    return text === "" ? undefined : { ...id, content: { kind: "text", text } };
  }
  const paths = /^\/file\s+(.+)$/.exec(typed)?.[1]?.match(/"[^"]+"|\S+/g);
  if (paths != null) {
    const bare = paths.map((path) => path.replace(/^"|"$/g, ""));
    return { content: { kind: "paths", paths: bare, text: "" } };
  }
  return { content: { kind: "text", text: typed } };
}

/** The reply as a person reads it: the text, then its numbered sources. Ends with a line break. */
export function encode(reply: Reply, width: number, sources: string): string {
  const parts = [wrap(plainText(reply.text), width)];
  if (reply.citations.length > 0) parts.push("", wrap(sources, width));
  for (const [index, { title, publisher, date, quote, link }] of reply.citations.entries()) {
    const about = [title, publisher, date].filter((part) => part !== undefined).join(" · ");
    parts.push(wrap(plainText(`[${index + 1}] ${about}`), width, "  "));
    parts.push(wrap(plainText(quote), width, "      "));
    // Whole, so that it can be copied.
    parts.push(`      ${plainText(link)}`);
  }
  for (const suggestion of reply.suggestions) parts.push(wrap(plainText(`→ ${suggestion}`), width, "  "));
  return `${parts.join("\n")}\n\n`;
}

export function createTerminalChannel(options: TerminalOptions): TerminalChannel {
  const { input, output, text, now, keepFile, json = false, chat = "me", newId = randomUUID } = options;
  // A terminal that does not know its size says 0.
  const columns = "columns" in output && typeof output.columns === "number" ? output.columns : 0;
  const width = Math.max(20, Math.min(options.width ?? (columns || 80), 100));
  const own: Address = { channel: NAME, chat };
  /** Everybody a line spoke for. */
  const chats = new Set([chat]);
  const typing = !json && "isTTY" in input && input.isTTY === true;
  let lines: Interface | undefined;
  let closed = false;
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  // A reader that went away (EPIPE) ends the talk; it is no failure.
  output.on("error", () => {
    closed = true;
    lines?.close();
  });

  function write(part: string): Promise<void> {
    if (closed) return Promise.resolve();
    return new Promise((resolve) => {
      output.write(part, () => resolve());
    });
  }

  async function print(part: string): Promise<void> {
    if (!typing || lines === undefined) return write(part);
    clearLine(output, 0);
    cursorTo(output, 0);
    await write(part);
    if (!closed) lines.prompt(true);
  }

  function notice(key: string, values?: Readonly<Record<string, string | number>>): Promise<void> {
    const locale = options.locale ?? "zh-Hans";
    const line = text(locale, key, values);
    const reply: Reply = { kind: "notice", text: line, citations: [], suggestions: [], locale };
    return print(json ? `${JSON.stringify(reply)}\n` : `${wrap(line, width)}\n`);
  }

  async function take(line: string, onMessage: OnMessage): Promise<void> {
    const decoded = decode(line, json);
    if (decoded === undefined) return;
    const { id } = decoded;
    const address = decoded.as === undefined ? own : { channel: NAME, chat: decoded.as };
    chats.add(address.chat);
    const content = decoded.content.kind === "paths" ? await keep(address, decoded.content) : decoded.content;
    if (content === undefined) return;
    if (content.kind === "text" && isTooLong(content.text)) {
      return notice("chat.too-long", { limit: LONGEST_MESSAGE });
    }
    await onMessage({
      address,
      messageId: id ?? newId(),
      sender: address.chat,
      content,
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      receivedAt: now().toISOString(),
    });
    if (content.kind === "rating") await notice("chat.rated");
  }

  /** Undefined when none of the files could be taken; each one that could not is told by name. */
  async function keep(address: Address, { paths, text: caption }: Typed & { kind: "paths" }) {
    const files: FileReference[] = [];
    for (const path of paths) {
      const file = basename(path);
      const { size } = await stat(path).catch(() => ({ size: -1 }));
      const bytes =
        size >= 0 && size <= LARGEST_FILE ? await readFile(path).catch(() => undefined) : undefined;
      if (size > LARGEST_FILE) await notice("chat.file-too-large", { file });
      else if (bytes === undefined) await notice("cli.unreadable", { file: path });
      else {
        const kept = await keepFile(address, file, bytes);
        if (typeof kept === "string") await notice(`chat.file-${kept}`, { file });
        else files.push(kept);
      }
    }
    return files.length === 0 ? undefined : ({ kind: "files", files, text: caption } as const);
  }

  async function read(reader: Interface, onMessage: OnMessage): Promise<void> {
    try {
      for await (const line of reader) {
        await take(line, onMessage);
        if (typing && !closed) reader.prompt();
      }
    } finally {
      if (typing) await write("\n");
      finish();
    }
  }

  return {
    name: NAME,
    finished,
    async start(onMessage) {
      lines = createInterface({
        input,
        ...(typing ? { output } : {}),
        terminal: typing,
        prompt: "> ",
        crlfDelay: Infinity,
      });
      lines.on("SIGINT", () => lines?.close());
      // A line that could not be stored ends the talk: the next ones would fare no better, and whoever failed logs it.
      read(lines, onMessage).catch(() => lines?.close());
      if (typing) lines.prompt();
    },
    async send(to, replies, taken) {
      if (to.channel !== NAME || !chats.has(to.chat)) return;
      const whose = to.chat === chat ? {} : { as: to.chat };
      for (const [index, sent] of replies.entries()) {
        const { reply } = sent;
        const more = index < replies.length - 1 ? { more: true } : {};
        await print(
          json
            ? `${JSON.stringify({ ...whose, ...reply, ...more })}\n`
            : encode(reply, width, text(reply.locale, "chat.sources")),
        );
        await taken(sent, []);
      }
    },
    async stop() {
      lines?.close();
      finish();
    },
  };
}

export const terminal = { name: NAME, config: z.object({}), create: createTerminalChannel } as const;

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
