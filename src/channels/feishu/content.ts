// What a message holds, by its type: words, files that are still with the platform, or something that cannot be read.
// Forms as open.feishu.cn documents them under "receive message content". Pure.
import { z } from "zod";
import {
  type IncomingContent,
  LONGEST_MESSAGE,
  type RemoteFile,
  type Unreadable,
} from "../../domain/message.ts";

/** Who is named by "@" in a message. */
export interface Mention {
  /** What stands for the name in the text. */
  readonly key: string;
  readonly name: string;
  readonly openId: string | undefined;
}

export interface Said {
  readonly messageId: string;
  readonly type: string;
  /** JSON. */
  readonly content: string;
  readonly mentions: readonly Mention[];
  /** Our own open id; its mention is taken out. */
  readonly own: string | undefined;
}

/**
 * Of a message, which may have 150 KB here, no more is carried than tells that it is too long. A character takes two
 * places at most: what is cut still has more of them than a message may have.
 */
const MOST_CARRIED = 2 * (LONGEST_MESSAGE + 1);

const Text = z.object({ text: z.string().default("") });
const Image = z.object({ image_key: z.string() });
const File = z.object({ file_key: z.string(), file_name: z.string().default("") });
const Piece = z.looseObject({
  tag: z.string(),
  text: z.string().optional(),
  user_id: z.string().optional(),
  image_key: z.string().optional(),
});
type Piece = z.infer<typeof Piece>;
const Post = z.object({ title: z.string().default(""), content: z.array(z.array(Piece)) });
/** With one entry a language, as some clients send it. */
const Posts = z.record(z.string(), Post);

const UNREADABLE: Readonly<Record<string, Unreadable>> = {
  audio: "voice",
  media: "video",
  sticker: "sticker",
  location: "location",
  share_user: "contact",
  vote: "poll",
};

export function contentOf(said: Said): IncomingContent {
  const { type, messageId } = said;
  const body = parse(said.content);
  if (type === "text") {
    const text = Text.safeParse(body);
    if (text.success) return { kind: "text", text: wordsOf(text.data.text, said) };
  }
  if (type === "image") {
    const image = Image.safeParse(body);
    if (image.success) return remote([fileOf(messageId, "image", image.data.image_key, "image.jpg")], "");
  }
  if (type === "file") {
    const file = File.safeParse(body);
    if (file.success) {
      const { file_key, file_name } = file.data;
      return remote([fileOf(messageId, "file", file_key, file_name === "" ? "file" : file_name)], "");
    }
  }
  if (type === "post") {
    const post = Post.safeParse(body).data ?? Object.values(Posts.safeParse(body).data ?? {})[0];
    if (post !== undefined) return contentOfPost(post, said);
  }
  return { kind: "unreadable", what: UNREADABLE[type] ?? "other" };
}

function contentOfPost(post: z.infer<typeof Post>, said: Said): IncomingContent {
  const line = (pieces: readonly Piece[]): string => pieces.map((piece) => textOf(piece)).join("");
  const text = wordsOf([post.title, ...post.content.map(line)].join("\n"), said);
  const pieces = post.content.flat();
  const images = pieces.flatMap(({ tag, image_key }) =>
    tag === "img" && image_key !== undefined ? [image_key] : [],
  );
  if (images.length > 0) {
    const name = (index: number): string => (index === 0 ? "image.jpg" : `image-${index + 1}.jpg`);
    return remote(
      images.map((key, index) => fileOf(said.messageId, "image", key, name(index))),
      text,
    );
  }
  if (text === "" && pieces.some(({ tag }) => tag === "media")) return { kind: "unreadable", what: "video" };
  return { kind: "text", text };
}

function textOf({ tag, text, user_id }: Piece): string {
  if (tag === "at") return user_id === "all" ? "" : (user_id ?? "");
  return text ?? "";
}

/** The words as people read them: names for what stands for them, our own mention and "everybody" left out. */
function wordsOf(text: string, { mentions, own }: Said): string {
  const names = new Map(mentions.map((one) => [one.key, one]));
  // Begins at the first of several blanks only: at each of them it would take minutes for a message of blanks.
  const words = text.replace(
    /(?:(?<![ \t])[ \t]+)?(@_(?:all|user_\d+))[ \t]*/g,
    (whole: string, key: string) => {
      const mention = names.get(key);
      if (mention === undefined) return key === "@_all" ? " " : whole;
      const isOurs = own !== undefined && mention.openId === own;
      return isOurs ? " " : whole.replace(key, `@${mention.name}`);
    },
  );
  return words.trim().slice(0, MOST_CARRIED).toWellFormed();
}

const remote = (files: readonly RemoteFile[], text: string): IncomingContent => ({
  kind: "remote-files",
  files,
  text,
});

const BETWEEN = " ";
const fileOf = (messageId: string, kind: "image" | "file", key: string, name: string): RemoteFile => ({
  id: [messageId, kind, key].join(BETWEEN),
  name,
});

/** Where a file is to be had; undefined for an id that is none of this channel's. */
export function resourceOf(id: string): { messageId: string; kind: string; key: string } | undefined {
  const [messageId, kind, key, more] = id.split(BETWEEN);
  const whole = messageId !== undefined && kind !== undefined && key !== undefined && more === undefined;
  return whole ? { messageId, kind, key } : undefined;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
