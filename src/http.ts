import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "./domain/errors.ts";

/** Answers a request, or gives undefined when it is not meant for it. */
export type Route = (request: Request) => Promise<Response | undefined>;

export interface HttpServer {
  /** What to open in a browser. */
  readonly address: string;
  /** Takes no more requests, lets open ones end for up to `timeout` milliseconds, then cuts them. */
  stop(timeout: number): Promise<void>;
}

/** Serves the routes, the first that answers wins. Throws AppError port.taken when someone else has the port. */
export async function serve(options: {
  host: string;
  port: number;
  routes: readonly Route[];
}): Promise<HttpServer> {
  const listener = getRequestListener(async (request) => {
    for (const route of options.routes) {
      const response = await route(request);
      if (response !== undefined) return response;
    }
    return new Response("Not found\n", {
      status: 404,
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  });
  const server = createServer((request, response) => void listener(request, response));
  await listen(server, options.host, options.port);
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : options.port;
  const host = options.host === "0.0.0.0" || options.host === "::" ? "localhost" : options.host;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${port}/`,
    stop: (timeout) =>
      new Promise((resolve) => {
        const cut = setTimeout(() => server.closeAllConnections(), timeout);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === "EADDRINUSE" || cause.code === "EACCES" || cause.code === "EADDRNOTAVAIL";
      reject(taken ? new AppError("port.taken", { detail: { host, port: String(port) }, cause }) : cause);
    });
    server.listen(port, host, resolve);
  });
}
