// A stand-in for Telegram's Bot API on this machine, for the real client: chats, long polling and webhooks, files, the
// published limits, and bad weather. `violations` holds whatever the program did that Telegram would not have.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createLimits } from "./telegram/limits.ts";
import { createMethods } from "./telegram/methods.ts";
import { createPeople, type Group, type Person } from "./telegram/people.ts";
import { createWebhookSender } from "./telegram/webhook-sender.ts";
import { createWorld, type Update, type World } from "./telegram/world.ts";

export type { Group, Person } from "./telegram/people.ts";
export type { Shown } from "./telegram/world.ts";

export type Weather =
  | {
      readonly kind: "error";
      readonly status: number;
      readonly description?: string;
      readonly parameters?: object;
    }
  /** A page of a proxy instead of an answer. */
  | { readonly kind: "page"; readonly status: number }
  /** Takes the request and never answers. */
  | { readonly kind: "hang" }
  /** Cuts the connection. */
  | { readonly kind: "drop" }
  /** Does it, and cuts the connection before it is told. */
  | { readonly kind: "lost answer" }
  | { readonly kind: "slow"; readonly milliseconds: number };

export interface PlatformOptions {
  readonly username?: string;
  /** How many times faster than the real ones the limits' windows pass; 0 turns the limits off. */
  readonly speed?: number;
}

export interface TelegramPlatform {
  readonly root: string;
  readonly token: string;
  readonly world: World;
  readonly violations: readonly string[];
  /** Every call, without those that only wait for updates. */
  readonly calls: {
    readonly method: string;
    readonly payload: Record<string, unknown>;
    readonly at: number;
  }[];
  /** Bytes of every request's body. */
  wire(): string;
  person(name?: string, language?: string): Person;
  group(title?: string, type?: "group" | "supergroup"): Group;
  /** The next `times` calls of a method ("*" for any) meet this. */
  weather(method: string, weather: Weather, times?: number): void;
  clear(): void;
  /** Another program polls with the same token, once. */
  rival(): Promise<number>;
  /** Brings an update as it is, or one of before again. */
  push(update: Record<string, unknown>): number;
  /** Resolves when the bot has told that it has this update. */
  acknowledged(update: number): Promise<void>;
  /** Where the webhook's requests go; the real address is nobody's. */
  deliverTo(handler: ((request: Request) => Promise<Response | undefined>) | undefined): void;
  /** Requests open at this moment that wait for updates. */
  polling(): number;
  stop(): Promise<void>;
}

interface Waiting {
  readonly answer: (updates: readonly Update[] | "conflict") => void;
}

export async function startTelegram({
  username = "gongyou_bot",
  speed = 1,
}: PlatformOptions = {}): Promise<TelegramPlatform> {
  const token = "7000000001:AAF-stand-in-token-of-thirty-five-c";
  const world = createWorld(token, username);
  const call = createMethods(world, speed === 0 ? undefined : createLimits(speed, world.violations));
  const { person, group } = createPeople(world);
  const sender = createWebhookSender(world);
  const calls: { method: string; payload: Record<string, unknown>; at: number }[] = [];
  const weathers = new Map<string, { weather: Weather; times: number }>();
  const bodies: string[] = [];
  const watchers = new Map<number, () => void>();
  let poller: Waiting | undefined;
  let open = 0;

  function confirm(offset: number): void {
    while (world.updates[0] !== undefined && world.updates[0].update_id < offset) {
      const { update_id: id } = world.updates.shift() ?? { update_id: 0 };
      watchers.get(id)?.();
    }
  }

  world.onUpdate = () => {
    poller?.answer(world.updates.slice(0, 100));
    sender.wake((update) => confirmOne(update));
  };
  function confirmOne(update: number): void {
    const at = world.updates.findIndex(({ update_id: id }) => id === update);
    if (at >= 0) world.updates.splice(at, 1);
    watchers.get(update)?.();
  }

  /** Undefined when the request went away meanwhile. */
  function getUpdates(
    payload: Record<string, unknown>,
    response: ServerResponse,
  ): Promise<readonly Update[] | "conflict"> {
    const {
      offset = 0,
      timeout = 0,
      limit = 100,
    } = payload as { offset?: number; timeout?: number; limit?: number };
    confirm(offset);
    poller?.answer("conflict");
    const found = world.updates.slice(0, limit);
    if (found.length > 0 || timeout === 0) return Promise.resolve(found);
    return new Promise((resolve) => {
      open++;
      const waiting: Waiting = {
        answer(updates) {
          clearTimeout(timer);
          if (poller === waiting) poller = undefined;
          open--;
          resolve(updates);
        },
      };
      const timer = setTimeout(() => waiting.answer([]), timeout * 1_000);
      response.once("close", () => {
        if (poller === waiting) waiting.answer([]);
      });
      poller = waiting;
    });
  }

  function weatherFor(method: string): Weather | undefined {
    for (const key of [method, "*"]) {
      const found = weathers.get(key);
      if (found === undefined) continue;
      found.times--;
      if (found.times <= 0) weathers.delete(key);
      return found.weather;
    }
    return undefined;
  }

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy());
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://telegram").pathname;
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
    if (file !== null) return sendFile(response, file[1] ?? "", decodeURIComponent(file[2] ?? ""));
    const [, given, method = ""] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
    const body = await bodyOf(request);
    bodies.push(body);
    const payload = (body === "" ? {} : JSON.parse(body)) as Record<string, unknown>;
    if (method === "") return json(response, 302, {});
    if (method !== "getUpdates") calls.push({ method, payload, at: performance.now() });
    const weather = weatherFor(method);
    if (weather?.kind === "drop") return void request.socket.destroy();
    if (weather?.kind === "hang") return;
    if (weather?.kind === "slow") await new Promise((done) => setTimeout(done, weather.milliseconds));
    if (weather?.kind === "page") {
      response.writeHead(weather.status, { "content-type": "text/html" });
      return void response.end("<html>bad gateway</html>");
    }
    if (weather?.kind === "error") {
      const { status, description = "stand-in", parameters } = weather;
      return fail(response, status, description, parameters);
    }
    if (given !== world.token) {
      return fail(response, given === token ? 401 : 404, given === token ? "Unauthorized" : "Not Found");
    }
    if (method === "getUpdates") {
      if (world.webhook.url !== "") {
        return fail(response, 409, "Conflict: can't use getUpdates method while webhook is active");
      }
      const updates = await getUpdates(payload, response);
      if (updates === "conflict") {
        return fail(response, 409, "Conflict: terminated by other getUpdates request");
      }
      return json(response, 200, { ok: true, result: updates });
    }
    const made = call(method, payload);
    if (weather?.kind === "lost answer") return void request.socket.destroy();
    if ("result" in made) json(response, 200, { ok: true, result: made.result });
    else fail(response, made.status, made.description, made.parameters);
  }

  function json(response: ServerResponse, status: number, body: object): void {
    const bytes = Buffer.from(JSON.stringify(body));
    response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
    response.end(bytes);
  }

  function fail(response: ServerResponse, status: number, description: string, parameters?: object): void {
    json(response, status, {
      ok: false,
      error_code: status,
      description,
      ...(parameters === undefined ? {} : { parameters }),
    });
  }

  function sendFile(response: ServerResponse, given: string, path: string): void {
    const weather = weatherFor("file");
    if (weather?.kind === "drop") return void response.destroy();
    if (weather?.kind === "error") return fail(response, weather.status, "Not Found");
    const found = [...world.files.values()].find((one) => one.path === path);
    if (given !== world.token || found === undefined) return fail(response, 404, "Not Found");
    response.writeHead(200, { "content-type": "application/octet-stream" });
    if (found.endless !== true) return void response.end(found.bytes);
    response.write(found.bytes);
    const chunk = Buffer.alloc(1_048_576);
    const more = (): void => {
      if (response.destroyed) return;
      if (response.write(chunk)) setImmediate(more);
      else response.once("drain", more);
    };
    more();
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}`;

  return {
    root,
    token,
    world,
    violations: world.violations,
    calls,
    wire: () => bodies.join("\n"),
    person,
    group,
    weather(method, weather, times = Number.POSITIVE_INFINITY) {
      weathers.set(method, { weather, times });
    },
    clear: () => weathers.clear(),
    async rival() {
      const response = await fetch(`${root}/bot${token}/getUpdates`, {
        method: "POST",
        body: JSON.stringify({ timeout: 0 }),
      });
      return response.status;
    },
    push: (update) => world.add(update),
    acknowledged: (update) =>
      new Promise((resolve) => {
        if (!world.updates.some(({ update_id: id }) => id === update)) resolve();
        else watchers.set(update, resolve);
      }),
    deliverTo(handler) {
      sender.deliverTo(handler);
      world.onUpdate();
    },
    polling: () => open,
    async stop() {
      sender.deliverTo(undefined);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Heard by its events: as an async iterator the body of a small request costs as much as all else that is done with it. */
function bodyOf(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
  request.on("error", reject);
  return promise;
}
