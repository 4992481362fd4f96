// The only file that names the vendor: a client that keeps the token fresh and a long connection, both behind plain
// functions. The SDK is loaded when first needed, so that a program without this channel pays nothing for it.
import type * as Lark from "@larksuiteoapi/node-sdk";
import { ask, type HttpOptions, type HttpRequest, PlatformFailure } from "./http.ts";
import type { FeishuSettings } from "./settings.ts";

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the domain: "open-apis/...". */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly data?: unknown;
  /** Resolves with bytes instead of the parsed answer. */
  readonly file?: boolean;
}

export interface LinkHandlers {
  /** Resolves with what to answer a tap; the platform is told that an event was taken only after that. */
  event(envelope: unknown): Promise<object | undefined>;
  connected(): void;
  /** The connection was lost, or could not be made: nothing more will come over this one. */
  ended(failure: PlatformFailure): void;
}

export interface Sdk {
  /** Throws PlatformFailure. */
  request(request: ApiRequest): Promise<unknown>;
  /** Asks for a new token with the next request. */
  renew(): Promise<void>;
  /** Opens one long connection; `close` ends it for good. */
  connect(handlers: LinkHandlers): Promise<{ close(): void }>;
}

export interface SdkOptions extends HttpOptions {
  /** Milliseconds for the handshake, and after a sign of life was asked for. */
  readonly handshake: number;
  readonly silence: number;
}

type Vendor = typeof Lark;

// It would print requests with tokens and members' words in them.
const nothing = (): void => {};
const silent = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
/** Milliseconds between looks at a connection that is being made; the SDK does not tell when that fails. */
const LOOK = 250;

export function createSdk({ appId, appSecret, domain }: FeishuSettings, options: SdkOptions): Sdk {
  let loading: Promise<Vendor> | undefined;
  const vendor = (): Promise<Vendor> => {
    loading ??= import("@larksuiteoapi/node-sdk").catch((cause) => {
      loading = undefined;
      throw cause;
    });
    return loading;
  };

  // The SDK's default is one for the whole program.
  const kept = new Map<unknown, { value: unknown; until: number | undefined }>();
  const cache = {
    async set(key: unknown, value: unknown, until?: number) {
      kept.set(key, { value, until });
      return true;
    },
    async get(key: unknown) {
      const known = kept.get(key);
      return known === undefined || (known.until !== undefined && known.until <= Date.now())
        ? undefined
        : known.value;
    },
  };

  let client: Promise<InstanceType<Vendor["Client"]>> | undefined;
  const ready = (): Promise<InstanceType<Vendor["Client"]>> => {
    client ??= vendor().then(
      ({ Client, LoggerLevel }) =>
        new Client({
          appId,
          appSecret,
          domain,
          cache,
          logger: silent,
          loggerLevel: LoggerLevel.fatal,
          httpInstance: httpFor((request) => ask(options, request)),
        }),
    );
    client.catch(() => {
      client = undefined;
    });
    return client;
  };

  return {
    async request({ method, path, params, data, file = false }) {
      const { request } = await ready().then((one) => ({ request: one.request.bind(one) }));
      return request({
        method,
        url: path,
        ...(params === undefined ? {} : { params }),
        ...(data === undefined ? {} : { data }),
        ...(file ? { responseType: "arraybuffer" as const } : {}),
      });
    },

    async renew() {
      kept.clear();
    },

    async connect(handlers) {
      const { WSClient, EventDispatcher, LoggerLevel } = await vendor();
      let over = false;
      let look: NodeJS.Timeout | undefined;
      const end = (failure: PlatformFailure): void => {
        if (over) return;
        over = true;
        clearInterval(look);
        // Ours starts anew, with our pauses: the SDK's first ones last up to two minutes.
        socket.close({ force: true });
        handlers.ended(failure);
      };
      const live = (): void => {
        clearInterval(look);
        if (!over) handlers.connected();
      };
      const quiet = { logger: silent, loggerLevel: LoggerLevel.fatal };
      const socket = new WSClient({
        ...quiet,
        appId,
        appSecret,
        domain,
        // Off by default, and without them a half-open socket is never noticed.
        handshakeTimeoutMs: options.handshake,
        wsConfig: { pingTimeout: options.silence / 1_000 },
        httpInstance: httpFor(async (request) => {
          try {
            return await ask(options, request);
          } catch (cause) {
            // The SDK takes a refusal without data for a passing fault and would go on for ever.
            const failure = cause instanceof PlatformFailure ? cause : new PlatformFailure("unreachable");
            queueMicrotask(() => end(failure));
            throw cause;
          }
        }),
        onReady: live,
        onReconnected: live,
        // Once it has set its own timer, so that closing it takes that away, too.
        onReconnecting: () => queueMicrotask(() => end(new PlatformFailure("unreachable"))),
        onError: () => queueMicrotask(() => end(new PlatformFailure("unreachable"))),
      });
      const dispatcher = new EventDispatcher({ ...quiet, cache });
      // As the platform sent it: the SDK's own would mix the fields of header and event, and answer events nobody handles.
      dispatcher.invoke = async (envelope: unknown) => {
        if (over) throw new PlatformFailure("unreachable");
        return handlers.event(envelope);
      };
      look = setInterval(() => {
        if (socket.getConnectionStatus().nextConnectTime !== undefined)
          end(new PlatformFailure("unreachable"));
      }, LOOK);
      look.unref();
      await socket.start({ eventDispatcher: dispatcher });
      return {
        close() {
          over = true;
          clearInterval(look);
          socket.close({ force: true });
        },
      };
    },
  };
}

/** What the SDK expects of an HTTP client, over one function; requests for the same token share one. */
function httpFor(send: (request: HttpRequest) => Promise<unknown>): Lark.HttpInstance {
  const running = new Map<string, Promise<unknown>>();
  const once = (url: string, data: unknown): Promise<unknown> => {
    const known = running.get(url);
    if (known !== undefined) return known;
    const started = send({ method: "POST", url, data }).finally(() => running.delete(url));
    running.set(url, started);
    return started;
  };
  // The vendor's types promise whatever the caller names; what comes back is parsed by whoever asked.
  const as = <Result>(body: Promise<unknown>): Promise<Result> => body as Promise<Result>;
  return {
    request: (request) => as(send(request)),
    get: (url, request) => as(send({ ...request, method: "GET", url })),
    delete: (url, request) => as(send({ ...request, method: "DELETE", url })),
    head: (url, request) => as(send({ ...request, method: "HEAD", url })),
    options: (url, request) => as(send({ ...request, method: "OPTIONS", url })),
    post: (url, data) => as(once(url, data)),
    put: (url, data, request) => as(send({ ...request, method: "PUT", url, data })),
    patch: (url, data, request) => as(send({ ...request, method: "PATCH", url, data })),
  };
}
