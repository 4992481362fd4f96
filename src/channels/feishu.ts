// Feishu and Lark: events come over a long connection or a webhook, replies go out as cards. This file puts the parts
// together; what an event and a card mean is told by the pure parts in feishu/.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { ChannelState, Channel } from "./channel.ts";
import { createApi } from "./feishu/api.ts";
import { createBreaker } from "./feishu/breaker.ts";
import { type CardStyle, encode } from "./feishu/card.ts";
import { keepConnected } from "./feishu/connection.ts";
import { openDraft } from "./feishu/draft.ts";
import { asksForOwnId, type Decoded, decode, NAME } from "./feishu/event.ts";
import { createFiles } from "./feishu/files.ts";
import { createGroups } from "./feishu/groups.ts";
import { createIntake, type How, type Intake } from "./feishu/intake.ts";
import { botLink } from "./feishu/links.ts";
import { createOwnId } from "./feishu/own-id.ts";
import { createRecent } from "./feishu/recent.ts";
import { createSdk } from "./feishu/sdk.ts";
import { createSending } from "./feishu/sending.ts";
import { type FeishuSettings, feishuEnvironment } from "./feishu/settings.ts";
import { createState } from "./feishu/state.ts";
import { createTaps } from "./feishu/taps.ts";
import { createWebhook } from "./feishu/webhook.ts";
import { createPacer } from "./pacing.ts";
import type { PlatformOptions } from "./platform.ts";

export { decode, encode };

export interface FeishuOptions extends PlatformOptions {
  readonly fetch?: typeof fetch;
  /** Milliseconds that only ever grow; a clock set back must do no harm. */
  readonly clock?: () => number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly random?: () => number;
  readonly newId?: () => string;
  /** Milliseconds; only tests give their own. */
  readonly limits?: {
    readonly timeout?: number;
    readonly handshake?: number;
    /** Without a sign of life after one was asked for. */
    readonly silence?: number;
    readonly pause?: number;
    /** For storing a message, before the platform is told that it was not. */
    readonly deadline?: number;
  };
}

const pauseFor = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds).unref());

export function createFeishuChannel(settings: FeishuSettings, options: FeishuOptions): Channel {
  const { text, keepFile, sentAs, publicUrl, now, log, limits = {} } = options;
  const clock = options.clock ?? (() => performance.now());
  const wait = options.wait ?? pauseFor;
  const random = options.random ?? Math.random;
  const state = createState(now);
  const sdk = createSdk(settings, {
    fetch: options.fetch ?? globalThis.fetch,
    timeout: limits.timeout ?? 10_000,
    fileTimeout: (limits.timeout ?? 10_000) * 6,
    handshake: limits.handshake ?? 10_000,
    silence: limits.silence ?? 10_000,
  });
  const api = createApi({
    sdk,
    appId: settings.appId,
    pacer: options.pacer ?? createPacer(),
    breaker: createBreaker(clock),
    state,
  });
  const groups = createGroups({ api, sentAs, clock });
  const own = createOwnId({
    api,
    state,
    wait,
    ...(limits.pause === undefined ? {} : { shortestPause: limits.pause }),
    // The long connection tells for itself whether messages arrive.
    ...(settings.intake.mode === "webhook" ? { tells: "intake" as const } : {}),
  });
  const style = (group: string | undefined): CardStyle => ({
    text,
    botLink: botLink(settings),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(group === undefined ? {} : { group }),
  });
  const replaced = createRecent<true>(1_000);
  const send = createSending({
    api,
    style,
    onSent: groups.sent,
    onReplaced: (message) => replaced.set(message, true),
    clock,
  });
  const isReplaced = (message: string): boolean => replaced.get(message) === true;
  const taps = createTaps({ api, sentAs, style, text, wait, isReplaced });
  let intake: Intake | undefined;
  let connection: { stop(): void } | undefined;

  /** Resolves once what came is stored, with what a tap is answered; rejects when the platform is to bring it again. */
  async function event(envelope: unknown): Promise<object | undefined> {
    const running = intake;
    if (running === undefined) throw new Error("not started");
    const openId = asksForOwnId(envelope) ? await own.known() : undefined;
    const decoded = decode(envelope, openId, now().toISOString());
    if (decoded === undefined) return undefined;
    const { group, messageId } = decoded.incoming;
    if (group !== undefined && decoded.kind !== "tap") groups.heard(group, messageId);
    await running.take(decoded.incoming, howOf(decoded));
    return decoded.kind === "tap" ? taps.answer(decoded) : undefined;
  }

  function howOf(decoded: Decoded): How {
    // Whoever taps sees that it failed, and taps again.
    if (decoded.kind === "tap") return { once: true };
    if (decoded.kind === "message") return {};
    const { parent, incoming } = decoded;
    return { only: () => groups.isOurs(incoming.group ?? "", incoming.sender, parent) };
  }

  const webhook =
    settings.intake.mode === "webhook"
      ? createWebhook({ encryptKey: settings.intake.encryptKey, now, event })
      : undefined;

  return {
    name: NAME,
    writesFirst: true,
    async start(onMessage) {
      const { deadline } = limits;
      intake = createIntake({ onMessage, wait, ...(deadline === undefined ? {} : { deadline }) });
      own.start();
      if (settings.intake.mode === "long") {
        const pause = limits.pause === undefined ? {} : { shortestPause: limits.pause };
        connection = keepConnected({ sdk, state, wait, random, log, event, ...pause });
      }
    },
    send,
    async stop() {
      const running = intake;
      intake = undefined;
      own.stop();
      connection?.stop();
      await running?.stop();
    },
    fetch: async (request) => webhook?.(request),
    state: (): ChannelState => state.state(),
    fetchFiles: createFiles({ api, keepFile, clock }),
    working: (address, to) =>
      openDraft({ api, style, wait, newId: options.newId ?? randomUUID, onSent: groups.sent }, address, to),
    administers: groups.administers,
    removeMessage: groups.removeMessage,
  };
}

export const feishu = {
  name: NAME,
  config: z.object(feishuEnvironment),
  create: createFeishuChannel,
} as const;
