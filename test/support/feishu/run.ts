// A channel beside its stand-in, with everything a test looks at.
import { expect } from "vitest";
import { createFeishuChannel, type FeishuOptions } from "../../../src/channels/feishu.ts";
import type { FeishuSettings } from "../../../src/channels/feishu/settings.ts";
import type { Channel, OnMessage } from "../../../src/channels/channel.ts";
import type { Incoming, Reply } from "../../../src/domain/message.ts";
import type { SentReply } from "../../../src/domain/talk.ts";
import { createCatalogue } from "../../../src/messages/catalogue.ts";
import { createFileShelf } from "../file-shelf.ts";
import {
  APP_ID,
  APP_SECRET,
  type FeishuPlatform,
  type PlatformOptions,
  startFeishuPlatform,
} from "../feishu-platform.ts";

export const { text } = createCatalogue();
export const KEY = "k3yk3yk3yk3yk3y";

export const settingsFor = (
  platform: Pick<FeishuPlatform, "domain">,
  intake: FeishuSettings["intake"] = { mode: "long" },
): FeishuSettings => ({ appId: APP_ID, appSecret: APP_SECRET, domain: platform.domain, intake });

export const reply = (line: string, more: Partial<Reply> = {}): Reply => ({
  kind: "answer",
  text: line,
  citations: [],
  suggestions: [],
  locale: "zh-Hans",
  ...more,
});

export const person = (number: number): string => `ou_${number.toString(16).padStart(32, "0")}`;
export const chatOf = (openId: string) => ({ channel: "feishu", chat: openId });

export interface Running {
  readonly platform: FeishuPlatform;
  readonly channel: Channel;
  readonly got: Incoming[];
  /** What was logged, as text. */
  readonly logged: string[];
  /** Replies recorded as sent, for `sentAs`. */
  readonly sent: Map<string, SentReply>;
  /** Sends replies numbered from where the last stopped; resolves with the ids of their messages. */
  send(chat: string, ...replies: readonly Reply[]): Promise<string[][]>;
  stop(): Promise<void>;
}

export interface RunOptions {
  readonly platform?: PlatformOptions;
  readonly channel?: Partial<FeishuOptions>;
  readonly settings?: Partial<FeishuSettings>;
  readonly onMessage?: OnMessage;
  /** False to leave the channel to be started by the test. */
  readonly start?: boolean;
}

export async function run(options: RunOptions = {}): Promise<Running> {
  const platform = await startFeishuPlatform(options.platform);
  const got: Incoming[] = [];
  const logged: string[] = [];
  const sent = new Map<string, SentReply>();
  const log = (fields: object, message: string): void => void logged.push(JSON.stringify([fields, message]));
  const channel = createFeishuChannel(
    { ...settingsFor(platform), ...options.settings },
    {
      text,
      ...createFileShelf(),
      sentAs: async ({ chat }, message) => sent.get(`${chat} ${message}`),
      now: () => new Date(),
      log: { info: log, error: log },
      limits: { pause: 20 },
      ...options.channel,
    },
  );
  let sequence = 0;
  if (options.start !== false) {
    await channel.start(async (incoming) => {
      await options.onMessage?.(incoming);
      got.push(incoming);
    });
    const long = (options.settings?.intake?.mode ?? "long") === "long";
    if (long) await listening(channel);
  }
  return {
    platform,
    channel,
    got,
    logged,
    sent,
    async send(chat, ...replies) {
      const ids: string[][] = [];
      const numbered = replies.map((one) => ({ sequence: ++sequence, reply: one }));
      await channel.send({ channel: "feishu", chat }, numbered, async (taken, messages) => {
        for (const message of messages) sent.set(`${chat} ${message}`, taken);
        ids.push([...messages]);
      });
      return ids;
    },
    async stop() {
      await channel.stop();
      await platform.stop();
    },
  };
}

export const listening = (channel: Channel): Promise<void> =>
  expect.poll(() => channel.state?.(), { interval: 5, timeout: 10_000 }).toEqual({ kind: "listening" });

export const deaf = (channel: Channel, why: string): Promise<void> =>
  expect
    .poll(() => channel.state?.(), { interval: 5, timeout: 10_000 })
    .toEqual({ kind: "deaf", since: expect.any(String), why });
