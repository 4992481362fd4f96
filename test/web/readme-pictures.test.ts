// What the README promises, seen on a phone: the real program on a fresh data folder, its own samples, a real browser.
// GONGYOU_PICTURES=1 keeps what was seen as test/pictures/web-chat.png.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Running, start, temporaryFolder } from "../commands/run.ts";
import { faultsOf, keepPicture, launch, PHONE } from "../support/browser.ts";
import { describeWith } from "../support/needs.ts";

describeWith("chromium", "the first five minutes", (chromium) => {
  let browser: Browser;
  let program: Running;
  let address: string;
  let page: Page;
  let removeFolder: () => Promise<void>;
  const complaints: string[] = [];
  const screens: Buffer[] = [];

  beforeAll(async () => {
    const { folder, remove } = await temporaryFolder();
    removeFolder = remove;
    program = start(["start", "--data", folder]);
    await program.says("Ctrl-C");
    address = /http:\/\/\S+/.exec(program.output())?.[0] ?? "";
    browser = await launch(chromium);
    const context = await browser.newContext({ ...PHONE, reducedMotion: "reduce" });
    page = await context.newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    await page.goto(address);
  });
  afterAll(async () => {
    await browser?.close();
    program?.child.kill("SIGINT");
    await program?.ended;
    await removeFolder?.();
    await keepNothingBroken();
  });
  const keepNothingBroken = async (): Promise<void> => expect(complaints).toEqual([]);

  const replies = (count: number): Promise<unknown> =>
    page.waitForFunction((wanted) => document.querySelectorAll(".reply").length === wanted, count);
  const lastReply = async (): Promise<string> => (await page.locator(".reply .bubble").last().textContent()) ?? "";
  async function ask(text: string): Promise<void> {
    const before = await page.locator(".reply").count();
    await page.fill("#question", text);
    await page.press("#question", "Enter");
    await replies(before + 1);
  }

  it("greets with questions that its reports answer", async () => {
    const examples = await page.locator("[data-example]").allTextContents();
    expect(examples.length).toBeGreaterThanOrEqual(3);
    expect(await faultsOf(page)).toEqual([]);
    screens.push(await page.screenshot());
  });

  it("answers how many and how much, from the report that says so", async () => {
    await ask("德钦县技能培训办了几期，花了多少钱？");
    expect(await lastReply()).toContain("19期");
    expect(await lastReply()).toContain("191万元");
    const source = page.locator(".source").first();
    await source.locator("summary").tap();
    expect(await source.locator("blockquote").textContent()).toContain("191万元");
    expect(await source.textContent()).toContain("德钦县总工会 · 2022");
  });

  it("keeps the place in a follow-up", async () => {
    await ask("那医疗互助呢？");
    expect(await lastReply()).toContain("德钦县");
    expect(await lastReply()).toMatch(/217名|23\.5286万元/);
    expect(await faultsOf(page)).toEqual([]);
    await page.locator("#talk").focus();
    screens.push(await page.screenshot());
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
  });
});
