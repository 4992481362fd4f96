// The web chat as a member sees it: a real browser, a real store, scripted answers.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { faultsOf, launch, PHONE } from "../support/browser.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { describeWith } from "../support/needs.ts";

describeWith("chromium", "the chat page", (chromium) => {
  let browser: Browser;
  let server: ChatServer;
  const pages: Page[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(chromium), startChatServer({ slow: 1_500 })]);
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(more: BrowserContextOptions = {}, url = server.url): Promise<Page> {
    const context = await browser.newContext({ ...PHONE, ...more });
    const page = await context.newPage();
    pages.push(page);
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/ERR_|status of/.test(message.text()))
        complaints.push(message.text());
    });
    await page.goto(url);
    return page;
  }
  async function ask(page: Page, text: string): Promise<void> {
    await page.fill("#question", text);
    await page.press("#question", "Enter");
  }
  const replies = (page: Page, count: number): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelectorAll(".reply").length === wanted, count);
  const said = (page: Page): Promise<string[]> => page.locator("#log .bubble").allTextContents();

  it("shows what one can ask, and a tap asks it", async () => {
    const page = await open();
    expect(await page.locator("[data-example]").count()).toBe(4);
    await page.locator("[data-example]").nth(1).tap();
    await replies(page, 1);
    expect((await said(page))[0]).toContain("今年疗休养去了多少人？");
    expect(await page.locator("#welcome").isVisible()).toBe(false);
  });

  it("opens the sources in place", async () => {
    const page = await open();
    await ask(page, "疗休养去了多少人？生大病能帮什么？");
    await replies(page, 1);
    const source = page.locator(".source").first();
    expect(await source.locator("blockquote").isVisible()).toBe(false);
    await source.locator("summary").tap();
    expect(await source.locator("blockquote").textContent()).toContain("312人参加");
    expect(await source.textContent()).toContain("青禾日报 · 2023-11-06");
    expect(await source.locator("a").getAttribute("href")).toBe("/reports/qinghe?from=62&to=94#quote");
    await page.locator(".cite").nth(1).tap();
    expect(await page.locator(".source[open]").count()).toBe(2);
    expect(await page.getByRole("img", { name: "原文此处缺字" }).count()).toBe(1);
  });

  it("keeps the talk over a reload, with sources, place and ratings as they were", async () => {
    const page = await open();
    await ask(page, "疗休养去了多少人？");
    await replies(page, 1);
    const up = page.getByRole("button", { name: "有帮助", exact: true });
    await up.click();
    await expect.poll(() => up.getAttribute("aria-pressed")).toBe("true");
    await page.locator(".source summary").first().click();
    const before = await said(page);
    await page.reload();
    await replies(page, 1);
    expect(await said(page)).toEqual(before);
    await expect.poll(() => up.getAttribute("aria-pressed")).toBe("true");
    expect(await page.locator(".source[open]").count()).toBe(1);
    expect(await page.locator("#welcome").isVisible()).toBe(false);
  });

  it("shows the whole talk in a second tab, and what is new in both", async () => {
    const page = await open();
    await ask(page, "第1问");
    await replies(page, 1);
    const second = await page.context().newPage();
    await second.goto(server.url);
    await replies(second, 1);
    await ask(second, "第2问");
    await Promise.all([replies(page, 2), replies(second, 2)]);
    expect(await said(page)).toEqual(await said(second));
  });

  it("waits visibly, and takes the next question meanwhile", async () => {
    const page = await open();
    await ask(page, "慢慢来");
    await page.getByText("正在翻查报道").waitFor();
    await ask(page, "第2问");
    await replies(page, 2);
    await expect.poll(() => page.locator("#searching").textContent()).toBe("");
    expect((await said(page)).map((line) => line.replace(/\s+/g, ""))).toMatchObject(
      [/慢慢来/, /第2问/, /青禾县/, /收到第2问/].map((pattern) => expect.stringMatching(pattern)),
    );
  });

  it("speaks the browser's language and keeps the one that is chosen, with the talk and the draft", async () => {
    const page = await open({ locale: "zh-TW" });
    expect(await page.locator("h2").textContent()).toBe("您好，想問工會的什麼事？");
    await ask(page, "第1问");
    await replies(page, 1);
    await page.fill("#question", "half a question");
    await page.getByRole("link", { name: "English" }).tap();
    await replies(page, 1);
    expect(await page.getAttribute("html", "lang")).toBe("en");
    expect(await page.inputValue("#question")).toBe("half a question");
    await page.reload();
    expect(await page.getAttribute("#question", "placeholder")).toBe("Ask in everyday words");
    const english = await open({ locale: "en-GB" });
    expect(await english.getAttribute("html", "lang")).toBe("en");
  });

  it("can be used with the keyboard alone", async () => {
    const page = await open({ isMobile: false, hasTouch: false });
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("question");
    await page.keyboard.type("两行");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("疗休养");
    expect(await page.inputValue("#question")).toBe("两行\n疗休养");
    await page.keyboard.press("Enter");
    await replies(page, 1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("question");
    // Backwards from the question: suggestions, thumbs, sources.
    const names: string[] = [];
    for (let step = 0; step < 8; step++) {
      await page.keyboard.press("Shift+Tab");
      names.push(
        await page.evaluate(() => {
          const { activeElement } = document;
          const outlined = activeElement !== null && getComputedStyle(activeElement).outlineStyle !== "none";
          return `${activeElement?.tagName} ${activeElement?.getAttribute("aria-label") ?? ""} ${outlined}`;
        }),
      );
    }
    expect(names.filter((name) => name.startsWith("SUMMARY"))).toHaveLength(2);
    expect(names.some((name) => name.includes("有帮助"))).toBe(true);
    expect(names.filter((name) => name.endsWith("false"))).toEqual([]);
  });

  it("does not send what an input method is still composing", async () => {
    const page = await open();
    await page.fill("#question", "liaoxiu");
    await page.evaluate(() => {
      const enter = new KeyboardEvent("keydown", {
        key: "Enter",
        isComposing: true,
        bubbles: true,
        cancelable: true,
      });
      document.getElementById("question")?.dispatchEvent(enter);
    });
    expect(await page.inputValue("#question")).toBe("liaoxiu");
    await page.press("#question", "Enter");
    expect(await page.inputValue("#question")).toBe("");
  });

  it("treats text as text, wherever it comes from", async () => {
    const page = await open();
    await ask(page, "MARKUP <img src=x onerror=alert(1)>");
    await replies(page, 1);
    await page.locator(".source summary").click();
    expect(await page.locator("#log img, #log b, #log i, #log script").count()).toBe(0);
    expect(await page.title()).toBe("工友 · 工会问答");
    expect(await page.locator(".source a").count()).toBe(0);
  });

  it("says how much is too long and does not send it", async () => {
    const page = await open();
    await page.fill("#question", "长".repeat(2_004));
    expect(await page.locator("#limit").textContent()).toBe("超出 4 个字，请缩短一些");
    await page.press("#question", "Enter");
    expect((await page.inputValue("#question")).length).toBe(2_004);
  });

  it("keeps what could not be sent, says so, and sends it later, over a reload too", async () => {
    const page = await open();
    await page.waitForFunction(() => document.querySelector("#log")?.getAttribute("aria-busy") === "false");
    await page.route("**/api/messages", (route) => route.abort());
    await ask(page, "第7问");
    await page.locator(".state", { hasText: "还没发出去" }).waitFor();
    await page.reload();
    await page.locator(".state", { hasText: "还没发出去" }).waitFor();
    await page.unroute("**/api/messages");
    await page.getByRole("button", { name: "再试一次" }).click();
    await replies(page, 1);
    expect(await said(page)).toHaveLength(2);
    expect(await page.evaluate(() => localStorage.getItem("gongyou.unsent"))).toBe("[]");
  });

  it("takes photos that are pasted or dropped, and leaves pasted words to the box", async () => {
    const page = await open({ isMobile: false, hasTouch: false });
    await page.waitForFunction(() => document.querySelector("#log")?.getAttribute("aria-busy") === "false");
    const bring = (kind: "paste" | "drop", name: string, words = ""): Promise<boolean> =>
      page.evaluate(
        ([how, file, text]) => {
          const data = new DataTransfer();
          const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
          data.items.add(new File([jpeg], file ?? "", { type: "image/jpeg" }));
          if (text) data.items.add(text, "text/plain");
          const more = { bubbles: true, cancelable: true };
          const event =
            how === "paste"
              ? new ClipboardEvent("paste", { ...more, clipboardData: data })
              : new DragEvent("drop", { ...more, dataTransfer: data });
          return document.querySelector("#question")?.dispatchEvent(event) ?? false;
        },
        [kind, name, words],
      );
    expect(await bring("paste", "截图.jpg")).toBe(false);
    expect(await bring("drop", "拍照.jpg")).toBe(false);
    expect(await bring("paste", "表格.jpg", "表格")).toBe(true);
    const files = await page.locator("#chosen .file").allTextContents();
    expect(files).toEqual(["截图.jpg", "拍照.jpg"]);
  });

  it("keeps a hold of the focus when what was tapped goes away", async () => {
    const page = await open();
    await ask(page, "疗休养");
    await replies(page, 1);
    await page.locator(".next button").first().tap();
    await replies(page, 2);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("talk");
  });

  it("starts over only when that is confirmed, and in every tab", async () => {
    const page = await open();
    await ask(page, "第1问");
    await replies(page, 1);
    const second = await page.context().newPage();
    await second.goto(server.url);
    await replies(second, 1);
    await page.bringToFront();
    await page.getByRole("button", { name: "重新开始" }).click();
    await page.getByRole("button", { name: "先不" }).click();
    expect(await said(page)).toHaveLength(2);
    await page.getByRole("button", { name: "重新开始" }).click();
    await page.getByRole("button", { name: "删掉，重新开始" }).click();
    await Promise.all([page.locator("#welcome").waitFor(), second.locator("#welcome").waitFor()]);
    expect(await said(page)).toEqual([]);
    await page.reload();
    await page.locator("#welcome").waitFor();
    await second.bringToFront();
    await ask(second, "第2问");
    await Promise.all([replies(page, 1), replies(second, 1)]);
  });

  it("follows when its cookie was changed behind its back", async () => {
    const page = await open();
    await page.waitForFunction(() => document.querySelector("#log")?.getAttribute("aria-busy") === "false");
    await page.context().clearCookies();
    await ask(page, "第3问");
    await replies(page, 1);
    expect(await said(page)).toHaveLength(2);
  });

  for (const [name, more] of [
    ["on a phone", {}],
    ["on a phone, dark", { colorScheme: "dark" }],
    ["320 pixels wide, in English", { viewport: { width: 320, height: 568 }, locale: "en-US" }],
    [
      "on a wide screen, dark",
      { viewport: { width: 1_280, height: 800 }, isMobile: false, colorScheme: "dark" },
    ],
  ] as const satisfies readonly (readonly [string, BrowserContextOptions])[]) {
    it(`has names, contrast, large targets and no sideways scrolling ${name}`, async () => {
      const page = await open({ ...more, reducedMotion: "reduce" });
      await page.waitForFunction(() => document.querySelector("#log")?.getAttribute("aria-busy") === "false");
      expect(await faultsOf(page)).toEqual([]);
      await ask(page, `疗休养${"很长的没有空格的词".repeat(8)}${"w".repeat(80)}`);
      await replies(page, 1);
      for (const source of await page.locator(".source summary").all()) await source.click();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole("button", { name: /重新开始|Start over/ }).click();
      expect(await faultsOf(page)).toEqual([]);
    });
  }

  it("stays within a screen made short by the keyboard", async () => {
    const page = await open();
    await ask(page, "疗休养");
    await replies(page, 1);
    await page.setViewportSize({ width: 390, height: 380 });
    const box = await page.locator("#question").boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(380);
    expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true);
  });
});

describeWith("chromium", "the chat page and a server that dies", (chromium) => {
  let browser: Browser;
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    browser = await launch(chromium);
    folder = await mkdtemp(join(tmpdir(), "gongyou-chat-"));
  });
  afterAll(async () => {
    await browser?.close();
    for (const child of children) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  async function run(port: number, slow: number): Promise<ChildProcess> {
    const script = resolve(import.meta.dirname, "..", "support", "chat-server.ts");
    const child = spawn(process.execPath, [script, String(port), folder, String(slow)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await new Promise((started) => child.stdout?.once("data", started));
    return child;
  }

  it("reconnects by itself and shows the late reply and what was asked meanwhile", async () => {
    const port = await freePort();
    const first = await run(port, 60_000);
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${port}`);
    await page.fill("#question", "慢慢来");
    await page.press("#question", "Enter");
    await page.getByText("正在翻查报道").waitFor();
    first.kill("SIGKILL");
    await page.getByText("正在重新连接").waitFor();
    await page.fill("#question", "第2问");
    await page.press("#question", "Enter");
    await page.locator(".state", { hasText: "还没发出去" }).waitFor();
    await run(port, 10);
    await page.locator(".bubble", { hasText: "收到第2问" }).waitFor({ timeout: 40_000 });
    const said = await page.locator("#log .bubble").allTextContents();
    expect(said).toHaveLength(4);
    expect(said.join()).toContain("青禾县");
    expect(await page.locator("#connection").textContent()).toBe("");
    await context.close();
  }, 120_000);
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
