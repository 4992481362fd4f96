// Photos on their way from the chat page: chosen, looked at, taken back, sent, refused.
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { faultsOf, launch, PHONE } from "../support/browser.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { describeWith } from "../support/needs.ts";

const photo = (name: string) => ({
  name,
  mimeType: "image/jpeg",
  buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]),
});
const program = (name: string) => ({ name, mimeType: "image/jpeg", buffer: Buffer.from("MZ and more") });

describeWith("chromium", "files on the chat page", (chromium) => {
  let browser: Browser;
  let server: ChatServer;
  let page: Page;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(chromium), startChatServer()]);
  });
  afterEach(() => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(): Promise<void> {
    page = await browser.newPage({ ...PHONE, viewport: { width: 360, height: 740 } });
    page.setDefaultTimeout(10_000);
    await page.goto(server.url);
    await page.waitForSelector("#log[aria-busy=false]", { state: "attached" });
  }
  const choose = (...files: ReturnType<typeof photo>[]): Promise<void> =>
    page.locator("#files").setInputFiles(files);
  const chosen = (): Promise<string[]> => page.locator("#chosen li .file").allTextContents();
  const sent = (): Promise<string[]> => page.locator("#log .member .file").allTextContents();
  const replies = (count: number): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelectorAll(".reply").length === wanted, count);

  it("shows what is chosen before it is sent, and takes one back by its name", async () => {
    await open();
    await choose(photo("收入证明.jpg"), photo("孩子的照片.jpg"));
    expect(await chosen()).toEqual(["收入证明.jpg", "孩子的照片.jpg"]);
    expect(await page.locator("#chosen p").innerText()).toContain("还没发出");
    expect(await page.locator("#announced").innerText()).toMatch(/收入证明\.jpg, 孩子的照片\.jpg.*还没发出/);
    expect(await sent()).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "不发“孩子的照片.jpg”" }).tap();
    expect(await chosen()).toEqual(["收入证明.jpg"]);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
      "不发“收入证明.jpg”",
    );
    await page.locator("#send").tap();
    await replies(1);
    expect(await sent()).toEqual(["收入证明.jpg"]);
    expect(await page.locator("#chosen").isVisible()).toBe(false);
  });

  it("sends words with the photos they are about, as one message", async () => {
    await open();
    await choose(photo("票据.jpg"));
    await page.fill("#question", "这是住院的票据");
    await page.press("#question", "Enter");
    await replies(1);
    expect(await page.locator("#log .member").count()).toBe(1);
    expect(await page.locator("#log .member").innerText()).toMatch(/票据\.jpg[^]*这是住院的票据/);
  });

  it("keeps what is chosen over a change of language, and nothing of it once it is sent or taken back", async () => {
    await open();
    await choose(photo("一.jpg"), photo("二.jpg"));
    await page.getByRole("link", { name: "English" }).tap();
    await page.getByRole("button", { name: "Do not send 二.jpg" }).tap();
    await page.locator("#send").tap();
    await replies(1);
    expect(await sent()).toEqual(["一.jpg"]);
    await page.reload();
    await replies(1);
    expect(await page.locator("#chosen").isVisible()).toBe(false);
    const kept = () =>
      page.evaluate(
        () =>
          new Promise<unknown>((done) => {
            const request = indexedDB.open("gongyou", 1);
            request.onsuccess = () => {
              const all = request.result.transaction("files").objectStore("files").count();
              all.onsuccess = () => done(all.result);
            };
          }),
      );
    await expect.poll(kept).toBe(0);
  });

  it("puts a refused file away with its reason as soon as something else is sent", async () => {
    await open();
    await choose(photo("好.jpg"), program("x.exe"));
    await page.locator("#send").tap();
    await replies(1);
    const refused = page.locator(".member.unsent");
    await refused.waitFor();
    expect(await refused.innerText()).toMatch(/x\.exe[^]*收不了/);
    await page.reload();
    await refused.waitFor();
    await choose(photo("另一张.jpg"));
    expect(await refused.count()).toBe(1);
    await page.locator("#send").tap();
    await replies(2);
    expect(await refused.count()).toBe(0);
    expect(await sent()).toEqual(["好.jpg", "另一张.jpg"]);
    await page.reload();
    await replies(2);
    expect(await refused.count()).toBe(0);
  });

  it("shows that what waits behind a photo that does not go is not sent either", async () => {
    await open();
    await page.route("**/api/files", (route) => route.abort());
    await choose(photo("大.jpg"));
    await page.locator("#send").tap();
    await page.locator(".member.unsent").waitFor();
    await page.fill("#question", "第8问");
    await page.press("#question", "Enter");
    await expect.poll(() => page.locator(".member.unsent").count(), { timeout: 10_000 }).toBe(2);
    await page.unroute("**/api/files");
    await replies(2);
    expect(await page.locator(".member.unsent").count()).toBe(0);
  }, 40_000);
});
