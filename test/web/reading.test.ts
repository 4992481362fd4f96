// The chat page for whoever hears it, enlarges it, or needs a number to call.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { faultsOf, launch, PHONE } from "../support/browser.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { describeWith } from "../support/needs.ts";

describeWith("chromium", "the chat page read in other ways", (chromium) => {
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

  async function open(more: BrowserContextOptions = {}): Promise<void> {
    page = await browser.newPage({ ...PHONE, ...more });
    page.setDefaultTimeout(10_000);
    await page.goto(server.url);
    await page.waitForSelector("#log[aria-busy=false]", { state: "attached" });
  }
  const replies = (count: number): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelectorAll(".reply").length === wanted, count);
  async function ask(text: string): Promise<void> {
    const before = await page.locator(".reply").count();
    await page.fill("#question", text);
    await page.press("#question", "Enter");
    await replies(before + 1);
  }

  it("reads every new answer out once, without what can be tapped, and leaves the focus alone", async () => {
    await open();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(globalThis, { heard });
      const live = (node: Node | null): boolean => {
        for (let one = node; one !== null; one = one.parentNode) {
          const kind = one instanceof Element ? one.getAttribute("aria-live") : null;
          if (kind !== null) return kind !== "off";
        }
        return false;
      };
      new MutationObserver((changes) => {
        for (const { target, addedNodes, type } of changes) {
          if (!live(target)) continue;
          // What is shown again counts as added for a screen reader.
          if (type === "attributes") heard.push(`again: ${target.textContent}`);
          for (const node of addedNodes) heard.push(node.textContent ?? "");
        }
      }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["hidden"] });
    });
    await ask("疗休养去了多少人？");
    await ask("那2024年呢？");
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
    expect(heard.filter((line) => line.includes("312人参加"))).toHaveLength(2);
    expect(heard.filter((line) => line.includes("出处 2"))).toHaveLength(2);
    expect(heard.join("\n")).not.toMatch(/有帮助|那法律援助呢|again|那2024年呢/);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("question");
  });

  it("does not read the talk out again after a reload, but says what is not sent", async () => {
    await open();
    await ask("第1问");
    await page.reload();
    await replies(1);
    await page.waitForSelector("#log[aria-busy=false]", { state: "attached" });
    expect(await page.locator("#announced").textContent()).toBe("");
    await page.route("**/api/messages", (route) => route.abort());
    await page.fill("#question", "第2问");
    await page.press("#question", "Enter");
    await expect.poll(() => page.locator("#announced").textContent()).toContain("还没发出去");
  });

  it("marks in an English page what is Chinese, in its own script", async () => {
    await open({ locale: "en-GB" });
    await ask("How many went on recuperation stays?");
    const reply = page.locator(".reply").last();
    expect(await reply.locator(".bubble").getAttribute("lang")).toBe("en");
    expect(await reply.locator(".bubble > [lang=zh-Hans]").innerText()).toContain("312人参加");
    await reply.locator("summary").first().tap();
    expect(await reply.locator("blockquote").first().getAttribute("lang")).toBe("zh-Hans");
    expect(await reply.locator("summary [lang=zh-Hans]").first().innerText()).toContain("青禾县总工会");
    const inherited = (selector: string): Promise<string> =>
      reply
        .locator(selector)
        .first()
        .evaluate((element) => element.closest<HTMLElement>("[lang]")?.lang ?? "");
    expect(await inherited(".rate button")).toBe("en");
    expect(await inherited(".inside a")).toBe("en");
  });

  it("keeps the page's own words in the page's language beside an answer in another", async () => {
    await open();
    await ask("疗休养去了多少人？");
    await page.getByRole("link", { name: "English" }).tap();
    await replies(1);
    const reply = page.locator(".reply");
    expect(await reply.locator(".bubble").getAttribute("lang")).toBe("zh-Hans");
    expect(await reply.locator(".bubble .unseen").getAttribute("lang")).toBe("en");
    expect(
      await reply.locator(".rate").evaluate((element) => element.closest<HTMLElement>("[lang]")?.lang),
    ).toBe("en");
  });

  it("puts buttons of the old language away when the language is changed, says so, and offers new ones after", async () => {
    await open();
    await ask("疗休养去了多少人？");
    const buttons = page.locator(".next:not([hidden]) button:visible");
    expect(await buttons.allTextContents()).toEqual(["那法律援助呢？", "怎么申请医疗救助？"]);
    await page.getByRole("link", { name: "English" }).tap();
    await replies(1);
    expect(await buttons.count()).toBe(0);
    const told = page.getByText("The language is changed");
    expect(await told.isVisible()).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await page.reload();
    await replies(1);
    expect(await told.isVisible()).toBe(true);
    await ask("How many went on recuperation stays?");
    expect(await told.isVisible()).toBe(false);
    expect(await buttons.allTextContents()).toEqual(["And in 2024?", "Who can apply?"]);
    await page.getByRole("link", { name: "简体中文" }).tap();
    await replies(2);
    expect(await buttons.count()).toBe(0);
    await page.getByRole("link", { name: "English" }).tap();
    await replies(2);
    expect(await buttons.allTextContents()).toEqual(["And in 2024?", "Who can apply?"]);
  });

  it("lets a number to call be tapped, and none that counts something", async () => {
    await open();
    await ask("天气怎么样");
    const call = page.locator(".reply .bubble a");
    expect(await call.getAttribute("href")).toBe("tel:12351");
    await ask("疗休养去了多少人？");
    expect(await call.count()).toBe(1);
    const path = /\/assets\/\w+\/body\.js/.exec(await page.content())?.[0] ?? "";
    await page.evaluate(`import("${path}").then(({ bodyOf }) => (globalThis.bodyOf = bodyOf))`);
    const callable = (text: string): Promise<string[]> =>
      page.evaluate((said) => {
        const { bodyOf } = globalThis as unknown as {
          bodyOf: (reply: object, plan: object, texts: object) => (Node | string)[];
        };
        const reply = { kind: "smalltalk", text: said, citations: [], locale: "zh-Hans" };
        const nodes = bodyOf(reply, { lines: new Set() }, { steps: [] });
        return nodes.flatMap((node) => (node instanceof HTMLAnchorElement ? [node.text] : []));
      }, text);
    for (const [text, numbers] of [
      ["急救 120，报警 110，火警 119", ["120", "110", "119"]],
      ["请马上拨打119或120，再来报告", ["119", "120"]],
      ["有危險請馬上撥 120 或 110", ["120", "110"]],
      ["call the national counselling line 12356 now, or 120 or 110", ["12356", "120", "110"]],
      ["社保打 12333，医保打 12393", ["12333", "12393"]],
      ["外出打工 120 人，打井110眼，打了 119 元", []],
      ["热线全年接听12351次、12000多个电话，受理报警110起", []],
      ["2024年共119件，培训12356人", []],
    ] as const) {
      expect([text, await callable(text)]).toEqual([text, numbers]);
    }
  });

  for (const [name, more] of [
    ["a phone at 200 %", { viewport: { width: 180, height: 370 } }],
    ["a phone at 200 % with its keyboard open", { viewport: { width: 180, height: 250 } }],
  ] as const satisfies readonly (readonly [string, BrowserContextOptions])[]) {
    it(`has room to write on ${name}, and nothing on top of anything`, async () => {
      await open({ ...more, reducedMotion: "reduce" });
      expect(await page.locator("#newest").isVisible()).toBe(false);
      await ask("疗休养去了多少人？");
      expect(await faultsOf(page)).toEqual([]);
      const box = async (selector: string) => {
        const found = await page.locator(selector).boundingBox();
        if (found === null) throw new Error(selector);
        return found;
      };
      const question = await box("#question");
      expect(question.width).toBeGreaterThan(130);
      expect((await box("#send")).y + 48).toBeLessThanOrEqual(more.viewport.height + 0.5);
      const tops = await page.evaluate(() =>
        [...document.querySelectorAll(".top h1, .top .mark, .top a, .top button")]
          .map((element) => element.getBoundingClientRect())
          .filter(({ width }) => width > 1)
          .map(({ left, right }) => ({ left, right })),
      );
      for (const [index, one] of tops.entries()) {
        for (const other of tops.slice(index + 1)) expect(one.right).toBeLessThanOrEqual(other.left + 1);
      }
    });
  }
});
