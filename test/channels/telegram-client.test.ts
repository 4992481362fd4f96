// The connection below the Bot API's calls: a proxy where the network has no other way out, and addresses with a path.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createApi } from "../../src/channels/telegram/api.ts";
import { startTelegram } from "../support/telegram-platform.ts";

const Named = z.object({ username: z.string() });
const closing: (() => unknown)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Passes connections on and notes where to. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer().on("connect", ({ url = "" }, socket) => {
    asked.push(url);
    const [host = "", port = ""] = url.split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) end.on("error", () => (socket.destroy(), onward.destroy()));
    closing.push(() => onward.destroy());
  });
  return { root: await listening(server), asked };
}

describe("Telegram's client", () => {
  it("goes through the proxy that the environment names, when it is told to", async () => {
    const platform = await startTelegram();
    closing.push(platform.stop);
    const proxy = await startProxy();
    vi.stubEnv("HTTP_PROXY", proxy.root);
    vi.stubEnv("NO_PROXY", "");
    const settings = { token: platform.token, apiRoot: platform.root };

    expect(await createApi(settings).call("getMe", {}, { result: Named })).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([]);

    const through = createApi({ ...settings, throughProxy: true });
    expect(await through.call("getMe", {}, { result: Named })).toMatchObject({ ok: true });
    expect(proxy.asked).toEqual([new URL(platform.root).host]);
  });

  it("tells that Telegram cannot be reached while its proxy is gone", async () => {
    vi.stubEnv("HTTP_PROXY", "http://127.0.0.1:9");
    vi.stubEnv("NO_PROXY", "");
    const api = createApi({ token: "1:x", apiRoot: "http://127.0.0.1:9", throughProxy: true });
    expect(await api.call("getMe", {}, { result: Named })).toMatchObject({ ok: false, kind: "unreachable" });
  });

  it("keeps the path of a relay's address, and the token in it alone", async () => {
    const asked: string[] = [];
    const root = await listening(
      createServer((request, response) => {
        asked.push(request.url ?? "");
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ ok: true, result: { username: "gongyou_bot" } }));
      }),
    );
    const api = createApi({ token: "1:x", apiRoot: `${root}/relay/v1` });
    const answer = await api.call("getMe", {}, { result: Named });
    expect(answer).toEqual({ ok: true, result: { username: "gongyou_bot" } });
    expect(asked).toEqual(["/relay/v1/bot1:x/getMe"]);
  });

  it.each([
    ["a page of a proxy", "<html>blocked</html>"],
    ["an answer that is no object", "null"],
    ["an answer cut short", '{"ok":true,"res'],
    ["an answer of another shape", '{"ok":true,"result":[]}'],
    ["a refusal without a code", '{"ok":false}'],
  ])("takes %s for no answer", async (_, page) => {
    const root = await listening(createServer((_request, response) => void response.end(page)));
    const api = createApi({ token: "1:x", apiRoot: root });
    expect(await api.call("getMe", {}, { result: Named })).toMatchObject({ ok: false, kind: "unreachable" });
  });
});
