// A stand-in for Feishu on loopback: the real SDK speaks to it over HTTP and the long connection. It enforces the real
// limits, counts what breaks them, and lets a test play people and weather.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApi } from "./feishu/api.ts";
import { createDeliveries, type Way } from "./feishu/deliveries.ts";
import { envelope, messageEvent, tapEvent, webhookRequest } from "./feishu/events.ts";
import { createLimits } from "./feishu/limits.ts";
import { createLinks } from "./feishu/link.ts";
import { type Button, type Card, readCard } from "./feishu/render.ts";
import { createWeather } from "./feishu/weather.ts";
import { createWorld, newId } from "./feishu/world.ts";

export { APP_ID, APP_SECRET, BOT } from "./feishu/world.ts";

export interface PlatformOptions {
  /** Milliseconds that only grow, for the limits. */
  readonly clock?: () => number;
  /** Milliseconds the program has to take an event. */
  readonly within?: number;
  readonly pingSeconds?: number;
}

export interface Seen extends Card {
  readonly id: string;
  readonly repliesTo: string | undefined;
  readonly edits: number;
}

export interface Saying {
  readonly id?: string;
  readonly group?: string;
  readonly mention?: boolean;
  readonly reply?: string;
  readonly type?: string;
  readonly content?: object;
  readonly senderType?: string;
}

export interface Tapped {
  /** Whether the program took it in time; otherwise the person is shown an error. */
  readonly taken: boolean;
  readonly toast: string | undefined;
  readonly opens: string | undefined;
}

export async function startFeishuPlatform(options: PlatformOptions = {}) {
  const world = createWorld();
  const weather = createWeather();
  const limits = createLimits(options.clock ?? (() => performance.now()));
  const now = (): number => Date.now() + world.ahead;
  let webhook:
    | { readonly key: string; readonly fetch: (request: Request) => Promise<Response | undefined> }
    | undefined;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { pathname: path, searchParams: query } = new URL(request.url ?? "", "http://platform");
      const body = Buffer.concat(parts).toString();
      const method = request.method ?? "";
      world.requests.push(`${method} ${path}`);
      world.wire.push(body);
      response.setHeader("date", new Date(now()).toUTCString());
      if (weather.meet(method, path, request, response)) return;
      const authorization = request.headers.authorization ?? "";
      const { status = 200, body: said, headers } = api({ method, path, query, authorization, body });
      const bytes = said instanceof Uint8Array ? said : JSON.stringify(said);
      response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
      response.end(bytes);
    });
  });
  const links = createLinks(server, { pingSeconds: options.pingSeconds ?? 120 });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const endpoint = () => ({
    url: `ws://127.0.0.1:${port}/ws/v2?device_id=7000000000000000001&service_id=33554678`,
    config: links.config,
    count: links.count(),
  });
  const api = createApi({ world, limits, now, endpoint });
  const overWebhook: Way = async (said) => {
    const request = webhookRequest(WEBHOOK_URL, said, webhook?.key ?? "", Math.floor(now() / 1_000));
    const answered = await webhook?.fetch(request);
    return answered?.status === 200 ? { answer: await answered.json() } : undefined;
  };
  const deliveries = createDeliveries({
    within: options.within ?? 3_000,
    way: () => (webhook === undefined ? links.way() : overWebhook),
  });

  /** What is to be seen in a chat from our bot, in order. */
  function seen(chat: string): Seen[] {
    return [...world.messages.values()].flatMap((message) => {
      const card = readCard(message.content);
      const shown = message.chat === chat && message.sender === undefined && !message.recalled;
      return shown && card !== undefined
        ? [{ ...card, id: message.id, repliesTo: message.repliesTo, edits: message.edits }]
        : [];
    });
  }

  /** A person says something; resolves with the message's id once the program was told of it. */
  async function say(from: string, text: string, saying: Saying = {}): Promise<string> {
    const { id = newId("om"), group, mention = false, reply, type = "text", senderType } = saying;
    const content = saying.content ?? { text: mention ? `@_user_1 ${text}` : text };
    const chat = group ?? from;
    const message = {
      id,
      chat,
      sender: from,
      content: "",
      repliesTo: reply,
      edits: 0,
      recalled: false,
      at: now(),
    };
    world.messages.set(id, message);
    const event = messageEvent({
      from,
      id,
      type,
      content,
      group,
      mentionsBot: mention,
      parent: reply,
      ...(senderType === undefined ? {} : { senderType }),
    });
    await deliveries.bring(event);
    return id;
  }

  async function tap(from: string, message: string, button: Button | undefined): Promise<Tapped> {
    if (button === undefined) throw new Error("there is no such button");
    const known = world.messages.get(message);
    const chat = known?.chat ?? "";
    const context = chat.startsWith("oc_") ? chat : `oc_of_${from}`;
    if (button.value === undefined) return { taken: true, toast: undefined, opens: button.opens };
    const taken = await deliveries.bring(tapEvent(from, message, context, button.value), false);
    const answer = Object(taken?.answer) as { toast?: { content: string }; card?: { data: unknown } };
    if (answer.card !== undefined && known !== undefined) {
      known.content = JSON.stringify(answer.card.data);
      known.edits++;
      if (readCard(known.content) === undefined) world.violations.push("a tap answered with no card");
    }
    return { taken: taken !== undefined, toast: answer.toast?.content, opens: button.opens };
  }

  return {
    domain: `http://127.0.0.1:${port}`,
    world,
    weather,
    links,
    deliveries,
    seen,
    say,
    tap,
    /** Pages of a paper in one message. */
    sendImages(
      from: string,
      images: readonly Uint8Array[],
      caption: string,
      saying: Saying = {},
    ): Promise<string> {
      const id = newId("om");
      const keys = images.map((bytes, index) => {
        const key = `img_v3_${id}_${index}`;
        world.files.set(`${id} ${key}`, bytes);
        return key;
      });
      const rows = keys.map((image_key) => [{ tag: "img", image_key, width: 300, height: 300 }]);
      const content = { title: "", content: [[{ tag: "text", text: caption, style: [] }], ...rows] };
      return say(from, "", { ...saying, id, type: "post", content });
    },
    sendFile(from: string, name: string, bytes: Uint8Array, saying: Saying = {}): Promise<string> {
      const id = newId("om");
      const key = `file_v3_${id}`;
      world.files.set(`${id} ${key}`, bytes);
      return say(from, "", { ...saying, id, type: "file", content: { file_key: key, file_name: name } });
    },
    sendImage(from: string, bytes: Uint8Array, saying: Saying = {}): Promise<string> {
      const id = newId("om");
      const key = `img_v3_${id}`;
      world.files.set(`${id} ${key}`, bytes);
      return say(from, "", { ...saying, id, type: "image", content: { image_key: key } });
    },
    /** Our bot comes into a new group. */
    async found(owner: string, managers: string[] = []): Promise<string> {
      const id = newId("oc");
      world.groups.set(id, { owner, managers, bot: "member" });
      await deliveries.bring(
        envelope("im.chat.member.bot.added_v1", {
          chat_id: id,
          operator_id: { open_id: owner },
          external: false,
        }),
      );
      return id;
    },
    async throwOut(group: string): Promise<void> {
      const known = world.groups.get(group);
      if (known !== undefined) known.bot = undefined;
      await deliveries.bring(
        envelope("im.chat.member.bot.deleted_v1", { chat_id: group, operator_id: { open_id: known?.owner } }),
      );
    },
    async disband(group: string): Promise<void> {
      world.groups.delete(group);
      await deliveries.bring(envelope("im.chat.disbanded_v1", { chat_id: group }));
    },
    bring: (event: object) => deliveries.bring(event),
    /** Events come as webhook requests from now on. */
    useWebhook(key: string, fetch: (request: Request) => Promise<Response | undefined>): void {
      webhook = { key, fetch };
    },
    /** Every token given out so far ends now. */
    endTokens(): void {
      world.tokens.clear();
    },
    async stop(): Promise<void> {
      links.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export const WEBHOOK_URL = "https://bot.example/feishu/events";
export type FeishuPlatform = Awaited<ReturnType<typeof startFeishuPlatform>>;
