import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launch, PHONE } from "../support/browser.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { describeWith } from "../support/needs.ts";

describeWith("chromium", "what the chat page costs on a slow line", (chromium) => {
  let browser: Browser;
  let server: ChatServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(chromium), startChatServer()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("comes whole in 34 KB and 14 requests, all text packed, and the second time in 6 KB", async () => {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send("Network.enable");
    let bytes = 0;
    const got: { url: string; packed: boolean }[] = [];
    line.on("Network.responseReceived", ({ response }) => {
      if (response.mimeType !== "text/event-stream")
        got.push({
          url: response.url.replace(/.*\//, ""),
          packed: response.headers["content-encoding"] === "gzip",
        });
    });
    line.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    const open = async (): Promise<void> => {
      bytes = 0;
      got.length = 0;
      await page.goto(server.url);
      await page.waitForSelector("#log[aria-busy=false]", { state: "attached" });
    };
    await open();
    expect(got.filter(({ packed }) => !packed)).toEqual([]);
    expect(got.length).toBeLessThanOrEqual(14);
    expect(bytes).toBeLessThan(34 * 1024);
    await open();
    expect(bytes).toBeLessThan(6 * 1024);
    await context.close();
  });
});
