// What the README promises, seen on a phone: the real program on a fresh data folder, its own samples, a real browser.
// GONGYOU_PICTURES=1 keeps what was seen as test/pictures/web-chat.png.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Running, start, temporaryFolder } from "../commands/run.ts";
import { faultsOf, keepPicture, launch, PHONE } from "../support/browser.ts";
import { describeWith } from "../support/needs.ts";

const TALL_PHONE: BrowserContextOptions = {
  ...PHONE,
  viewport: { width: 412, height: 915 },
  reducedMotion: "reduce",
};

describeWith("chromium", "the first five minutes", (chromium) => {
  let browser: Browser;
  let program: Running;
  let removeFolder: () => Promise<void>;
  let address: string;
  let page: Page;
  const complaints: string[] = [];
  const screens: Buffer[] = [];

  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    removeFolder = remove;
    program = start(["start", "--data", folder]);
    await program.says("Ctrl-C");
    address = /http:\/\/\S+/.exec(program.output())?.[0] ?? "";
    browser = await launch(chromium);
    page = await open();
  });
  afterAll(async () => {
    await browser?.close();
    program?.child.kill("SIGINT");
    await program?.ended;
    await removeFolder?.();
  });

  async function open(): Promise<Page> {
    const context = await browser.newContext(TALL_PHONE);
    const opened = await context.newPage();
    opened.on("pageerror", ({ message }) => complaints.push(message));
    opened.setDefaultTimeout(10_000);
    await opened.goto(address);
    await opened.waitForSelector("#log[aria-busy=false]", { state: "attached" });
    return opened;
  }
  const replies = (on: Page, count: number): Promise<unknown> =>
    on.waitForFunction((wanted) => document.querySelectorAll(".reply").length === wanted, count);
  async function ask(on: Page, text: string): Promise<string> {
    const before = await on.locator(".reply").count();
    await on.fill("#question", text);
    await on.press("#question", "Enter");
    await replies(on, before + 1);
    return (await on.locator(".reply .bubble").last().textContent()) ?? "";
  }

  it("greets with questions", async () => {
    expect(await page.locator("[data-example]").count()).toBeGreaterThanOrEqual(3);
    expect(await faultsOf(page)).toEqual([]);
    screens.push(await page.screenshot());
  });

  it("has an answer with a source to every question it offers", async () => {
    const examples = await page.locator("[data-example]").allTextContents();
    for (const index of examples.keys()) {
      const fresh = await open();
      await fresh.locator("[data-example]").nth(index).tap();
      await replies(fresh, 1);
      expect(await fresh.locator(".reply.answer").count(), examples[index]).toBe(1);
      expect(await fresh.locator(".source").count(), examples[index]).toBeGreaterThan(0);
      await fresh.context().close();
    }
  });

  it("answers how many and how much, and opens the source in place", async () => {
    const answer = await ask(page, "德钦县技能培训办了几期，花了多少钱？");
    expect(answer).toContain("19期");
    expect(answer).toContain("191万元");
    const source = page.locator(".source").first();
    expect(await source.locator("blockquote").isVisible()).toBe(false);
    await source.locator("summary").tap();
    expect(await source.locator("blockquote").textContent()).toContain("191万元");
    expect(await source.textContent()).toContain("德钦县总工会 · 2022");
  });

  it("keeps the place in a follow-up", async () => {
    const answer = await ask(page, "那医疗互助呢？");
    expect(answer).toContain("德钦县");
    expect(answer).toMatch(/217名|23\.5286万元/);
    expect(await faultsOf(page)).toEqual([]);
    await page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
      document.querySelector(".message")?.scrollIntoView();
    });
    screens.push(await page.screenshot());
  });

  it("says so when the reports hold nothing, and names who can be asked", async () => {
    const other = await open();
    const answer = await ask(other, "伦敦的工会有疗休养吗？");
    expect(answer).toContain("没有");
    expect(answer).toContain("12351");
    expect(await other.locator(".reply.unknown, .reply.offtopic").count()).toBe(1);
    await other.context().close();
  });

  it("answers in the script and the language of the question", async () => {
    const other = await open();
    expect(await ask(other, "德欽縣醫療互助幫了多少人？")).toContain("217名生病住院的職工");
    expect(await ask(other, "How many certificates did the Deqin training courses give out?")).toMatch(
      /The reports are in Chinese.*895/s,
    );
    await other.context().close();
  });

  it("opens the report at the quoted sentence", async () => {
    await page.locator(".source a").first().tap();
    const mark = page.locator("mark");
    await mark.first().waitFor();
    expect((await mark.allTextContents()).join("")).toContain("191万元");
    expect(await mark.first().isVisible()).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    screens.push(await page.screenshot());
    await keepPicture(browser, "web-chat.png", screens);
    expect(complaints).toEqual([]);
  });
});
