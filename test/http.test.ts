import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { addressesElsewhere, addressHere } from "../src/commands/address.ts";
import { serve, type HttpOptions, type HttpServer } from "../src/http.ts";

const running: HttpServer[] = [];
const logged: object[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop(0)));
  logged.length = 0;
});

async function serving(
  more: Partial<HttpOptions> = {},
): Promise<{ port: number; url: string; server: HttpServer }> {
  const note = (fields: object): void => void logged.push(fields);
  const server = await serve({
    host: "127.0.0.1",
    port: 0,
    routes: [],
    log: { info: note, error: note },
    ...more,
  });
  running.push(server);
  return { port: server.port, url: `http://127.0.0.1:${server.port}`, server };
}

/** All that the server says to these bytes until it closes the connection. */
function raw(port: number, said: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(said);
  return text(socket);
}

it("gives a request to the first route that answers, and 404 when none does", async () => {
  const { url } = await serving({
    routes: [
      async (request) => (request.url.endsWith("/a") ? new Response("first") : undefined),
      async (request) => (/\/[ab]$/.test(request.url) ? new Response("second") : undefined),
    ],
  });
  expect(await (await fetch(`${url}/a`)).text()).toBe("first");
  expect(await (await fetch(`${url}/b`)).text()).toBe("second");
  expect((await fetch(`${url}/c`)).status).toBe(404);
});

it("answers 500 without a word of the failure, and logs only its class", async () => {
  const { url } = await serving({
    routes: [
      async () => {
        throw new Error("王某的电话");
      },
    ],
  });
  const response = await fetch(url);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("王某");
  expect(logged).toEqual([{ error: "Error", code: undefined }]);
});

it("answers 400 to a host that is no host", async () => {
  const { port } = await serving();
  expect(await raw(port, "GET / HTTP/1.1\r\nhost: a b<c>\r\nconnection: close\r\n\r\n")).toMatch(
    /^HTTP\/1\.1 400/,
  );
});

it("waits neither for headers nor for a body without end", async () => {
  const { port } = await serving({
    patience: { headers: 200, request: 400 },
    routes: [async (request) => new Response(await request.text())],
  });
  const [headers, body] = await Promise.all([
    raw(port, "GET / HTTP/1.1\r\nhost: a\r\nx-slow: "),
    raw(port, "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc"),
  ]);
  expect(headers).toMatch(/^HTTP\/1\.1 408/);
  expect(body).not.toMatch(/^HTTP\/1\.1 200/);
}, 20_000);

it("stops at once when connections are idle, and cuts a stream that does not end at its bound", async () => {
  const quiet = await serving({ routes: [async () => new Response("ok")] });
  await (await fetch(quiet.url)).text();
  const begun = performance.now();
  await quiet.server.stop(10_000);
  expect(performance.now() - begun).toBeLessThan(3_000);

  const endless = await serving({
    routes: [
      async () =>
        new Response(new ReadableStream({ start: (one) => one.enqueue(new TextEncoder().encode("x")) })),
    ],
  });
  const response = await fetch(endless.url);
  const cut = expect(response.text()).rejects.toThrow();
  const stopping = performance.now();
  await endless.server.stop(300);
  expect(performance.now() - stopping).toBeGreaterThan(250);
  await cut;
  await expect(fetch(endless.url)).rejects.toThrow();
});

it("says why it cannot listen", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  await expect(serving({ port })).rejects.toMatchObject({
    code: "port.taken",
    detail: { reason: "taken", port: String(port) },
  });
  holder.close();
  await expect(serving({ host: "203.0.113.7" })).rejects.toMatchObject({
    code: "port.taken",
    detail: { reason: "no such address" },
  });
});

it("names addresses that can be opened", () => {
  expect(addressHere("0.0.0.0", 8321)).toBe("http://localhost:8321/");
  expect(addressHere("::", 1)).toBe("http://localhost:1/");
  expect(addressHere("::1", 1)).toBe("http://[::1]:1/");
  expect(addressHere("192.168.1.5", 1)).toBe("http://192.168.1.5:1/");
  expect(addressesElsewhere("127.0.0.1", 1)).toEqual([]);
});
