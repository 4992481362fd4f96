// The HTTP server: routes in, an address and a bounded stop out. `start` gives it the web chat and the report pages.
// It waits for nobody long: headers, bodies and idle connections have their time, and a stop cuts what does not end.
import { createServer, type IncomingMessage, type Server } from "node:http";
import { isIPv4 } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { AppError } from "./domain/errors.ts";
import { isLoopback } from "./domain/loopback.ts";
import type { Log } from "./log.ts";

/** Answers a request, or gives undefined when it is not meant for it. */
export type Route = (request: Request) => Promise<Response | undefined>;

export interface HttpServer {
  readonly port: number;
  /** Takes no more requests, lets open ones end for up to `timeout` milliseconds, then cuts them. */
  stop(timeout: number): Promise<void>;
}

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The first that answers wins. */
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Milliseconds that a client may take over its headers, and over headers and body together. */
  readonly patience?: { readonly headers: number; readonly request: number };
}

const PATIENCE = { headers: 10_000, request: 180_000 };
const peers = new WeakMap<Request, string>();
const local = new WeakSet<Request>();

/**
 * Who is at the other end of the connection, for limits. Undefined for this machine and private networks, where a proxy
 * may stand that speaks for everybody. What a client says of itself (X-Forwarded-For) is not asked.
 */
export const peerOf = (request: Request): string | undefined => peers.get(request);

/**
 * Whether somebody on this machine asked: over its loopback, under its own name, and with nothing in the request that
 * tells of a proxy between.
 */
export const isFromHere = (request: Request): boolean => local.has(request);

/** Serves the routes. Throws AppError port.taken when the address cannot be had. */
export async function serve({
  host,
  port,
  routes,
  log,
  patience = PATIENCE,
}: HttpOptions): Promise<HttpServer> {
  const listener = getRequestListener(
    async (request, bindings) => {
      const { incoming } = bindings as HttpBindings;
      const peer = publicAddress(incoming);
      if (peer !== undefined) peers.set(request, peer);
      if (askedHere(incoming)) local.add(request);
      for (const route of routes) {
        const response = await route(request);
        if (response !== undefined) return response;
      }
      return plain(404, "Not found\n");
    },
    {
      errorHandler(cause) {
        const { name, code } = Object(cause) as { name?: unknown; code?: unknown };
        // A request that makes no sense (a Host that is no host) is the client's mistake.
        if (name === "RequestError") return plain(400, "Bad request\n");
        log.error({ error: name, code }, "request failed");
        return plain(500, "Something went wrong\n");
      },
    },
  );
  const server = createServer(
    {
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      connectionsCheckingInterval: Math.min(2_000, patience.headers),
    },
    (request, response) => void listener(request, response),
  );
  await listen(server, host, port);
  const bound = server.address();
  return {
    port: typeof bound === "object" && bound !== null ? bound.port : port,
    stop: (timeout) => stop(server, timeout),
  };
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}

function stop(server: Server, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose last answer has ended stays open for the next request, which will not come.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), timeout);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "taken",
  EACCES: "no permission",
  EADDRNOTAVAIL: "no such address",
  ENOTFOUND: "no such address",
  EAI_AGAIN: "no such address",
};

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason = REASONS[cause.code ?? ""];
      if (reason === undefined) return reject(cause);
      reject(new AppError("port.taken", { detail: { host, port: String(port), reason }, cause }));
    });
    server.listen(port, host, resolve);
  });
}

const PRIVATE = /^(?:127|10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.|^(?:::1$|f[cd]|fe80:)/i;

const addressOf = ({ socket }: IncomingMessage): string =>
  (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d)/i, "");

const OF_PROXIES = /^(?:forwarded|via|x-forwarded(?:-.*)?|x-(?:real|client)-ip|true-client-ip|cf-.*)$/;

/** A web site that leads its own name to this machine has a Host that is not ours. */
function askedHere(incoming: IncomingMessage): boolean {
  const { headers } = incoming;
  const host = (headers.host ?? "").replace(/:\d*$/, "");
  return (
    isLoopback(addressOf(incoming)) &&
    isLoopback(host) &&
    !Object.keys(headers).some((name) => OF_PROXIES.test(name))
  );
}

function publicAddress(incoming: IncomingMessage): string | undefined {
  const address = addressOf(incoming);
  if (address === "" || PRIVATE.test(address)) return undefined;
  // A household has a whole /64 of IPv6.
  return isIPv4(address) ? address : address.split(":").slice(0, 4).join(":");
}
