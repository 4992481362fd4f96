// Applying as a member and deciding as an officer see it: the real program on a fresh data folder, two phones in a real
// browser. GONGYOU_PICTURES=1 keeps what was seen as test/pictures/apply.png.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gongyou, type Running, start, temporaryFolder } from "../commands/run.ts";
import { invent } from "../proofs/people.ts";
import { faultsOf, keepPicture, launch, PHONE } from "../support/browser.ts";
import { describeWith } from "../support/needs.ts";

const TALL_PHONE: BrowserContextOptions = {
  ...PHONE,
  viewport: { width: 412, height: 915 },
  // Of the size at which the picture is kept: nothing is resampled, so that it stays sharp and small.
  deviceScaleFactor: 450 / 412,
  reducedMotion: "reduce",
};
const BROKEN = "**/api/files";

/** A paper as a phone's camera would name it; only its first bytes are those of a picture. */
const photo = (name: string, size = 2_000) => ({
  name,
  mimeType: "image/jpeg",
  buffer: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size, name)]),
});

describeWith("chromium", "applying in the web chat", (chromium) => {
  let browser: Browser;
  let program: Running;
  let folder: string;
  let removeFolder: () => Promise<void>;
  let address: string;
  let code: string;
  let member: Page;
  let officer: Page;
  const person = invent(7);
  const complaints: string[] = [];
  const screens: Buffer[] = [];

  beforeAll(async () => {
    const made = await temporaryFolder();
    folder = made.folder;
    removeFolder = made.remove;
    // No samples: what is asked here is answered by the programmes.
    await writeFile(join(folder, "samples"), "loaded");
    // Of the level of the last step: whoever works there carries a case through all of them.
    const office = (...words: string[]) => gongyou([...words, "--data", folder]);
    await office("unit", "add", "迪庆州总工会", "市", "本级工会", "迪庆州", "云南省");
    code =
      /[\dA-Z]{4}-[\dA-Z]{4}/.exec(
        (await office("staff", "add", "李强", "迪庆州总工会", "审核")).output,
      )?.[0] ?? "";
    program = start(["start", "--data", folder]);
    await program.says("Ctrl-C");
    address = /http:\/\/\S+/.exec(program.output())?.[0] ?? "";
    browser = await launch(chromium);
    [member, officer] = [await open(), await open()];
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    program?.child.kill("SIGINT");
    await program?.ended;
    await removeFolder?.();
  });

  async function open(): Promise<Page> {
    const page = await (await browser.newContext(TALL_PHONE)).newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.setDefaultTimeout(20_000);
    await page.goto(address);
    await page.waitForSelector("#log[aria-busy=false]", { state: "attached" });
    return page;
  }
  const replies = (page: Page): Promise<number> => page.locator(".reply").count();
  const said = (page: Page): Promise<string> => page.locator(".reply .bubble").last().innerText();
  const choices = (page: Page) => page.locator(".next:not([hidden]) button:visible");
  /** Does something and waits for what is said to it. */
  async function after(page: Page, act: () => Promise<unknown>): Promise<string> {
    const before = await replies(page);
    await act();
    await page.waitForFunction((count) => document.querySelectorAll(".reply").length > count, before);
    return said(page);
  }
  const say = (page: Page, text: string): Promise<string> =>
    after(page, async () => {
      await page.fill("#question", text);
      await page.press("#question", "Enter");
    });
  const tap = (page: Page, name: string | RegExp): Promise<string> =>
    after(page, () => choices(page).filter({ hasText: name }).first().tap());
  const give = (page: Page, ...files: ReturnType<typeof photo>[]): Promise<string> =>
    after(page, () => put(page, files));
  async function put(page: Page, files: string | ReturnType<typeof photo>[]): Promise<void> {
    await page.locator("#files").setInputFiles(files);
    await page.locator("#send").tap();
  }
  /** By day, by night, and on the narrowest phone. */
  async function faults(page: Page): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      found.push(...(await faultsOf(page)));
    }
    await page.setViewportSize({ width: 320, height: 568 });
    found.push(...(await faultsOf(page)));
    await page.setViewportSize(TALL_PHONE.viewport ?? { width: 390, height: 844 });
    return found;
  }
  async function speak(page: Page, language: string): Promise<void> {
    await page.getByRole("link", { name: language }).tap();
    await page.waitForSelector(`#log[aria-busy=false]`, { state: "attached" });
  }
  const news = (page: Page, text: RegExp): Promise<unknown> =>
    page.locator(".reply.case .bubble").filter({ hasText: text }).last().waitFor();

  it("leads from an answer to the sum, with choices to tap", async () => {
    await say(member, "困难职工帮扶怎么申请？");
    await tap(member, "申请困难职工帮扶");
    expect((await choices(member).allTextContents()).map((one) => one.slice(1)).sort()).toEqual([
      "本级工会",
      "迪庆州总工会",
    ]);
    expect(await said(member)).not.toContain("迪庆州总工会");
    expect(await tap(member, "迪庆州总工会")).toMatch(/几口人/);
    // What could be tapped stays to be read.
    expect(await member.locator(".options").first().innerText()).toMatch(/\d\. 迪庆州总工会/);
    for (const text of ["3口人", "4.8万", "2.1万"]) await say(member, text);
    expect(await member.locator(".step progress").last().getAttribute("value")).toBe("5");
    expect(await faults(member)).toEqual([]);
    await tap(member, "生大病");
    await speak(member, "English");
    expect(await choices(member).allTextContents()).toEqual(["Ask that again in English"]);
    expect(await tap(member, "Ask that again")).toMatch(/item 6 of \d+/);
    await speak(member, "简体中文");
    expect(await tap(member, "用这种语言再问一遍")).toContain("第 6 项");
    for (const text of ["两万", "没有", "没有", "没有"]) await say(member, text);
    await tap(member, /^没有$/);
    const sum = member.locator(".sum");
    await sum.waitFor();
    expect(await sum.innerText()).toContain("(48,000 − 21,000) ÷ 12 ÷ 3 = 750");
    expect(await sum.isVisible()).toBe(true);
    await member.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    screens.push(await member.screenshot());
    expect(await faults(member)).toEqual([]);
  }, 60_000);

  it("asks only after consent, and takes a correction in plain words", async () => {
    await tap(member, /^同意$/);
    const { name, identityNumber, mobile, bankCard } = person;
    for (const text of [
      name,
      identityNumber,
      mobile,
      "在镇上打零工",
      "灵活就业",
      "健康",
      "没有",
      "租房",
      "跳过",
      "妻子尿毒症，每周透析三次",
    ]) {
      await say(member, text);
    }
    expect(await say(member, "收入填错了，是三万二")).toContain("32,000");
    await say(member, bankCard);
    expect(await say(member, "同意")).toContain("申请书");
  }, 60_000);

  it("sends several photos at once, and says by the file which one it cannot take", async () => {
    const exe = { ...photo("x.exe"), buffer: Buffer.from("MZ and more") };
    expect(await give(member, photo("申请书1.jpg"), exe, photo("申请书2.jpg"))).toContain("2 份");
    const refused = member.locator(".member.unsent");
    expect(await refused.innerText()).toMatch(/x\.exe.*x\.exe.*PDF/s);
    const large = join(folder, "大.jpg");
    await writeFile(large, photo("大.jpg", 21 * 1024 * 1024).buffer);
    await put(member, large);
    expect(await refused.count()).toBe(1);
    expect(await refused.innerText()).toMatch(/大\.jpg.*20 MB/s);
    expect(await faults(member)).toEqual([]);
    expect(await give(member, photo("手滑.jpg"))).toContain("3 份");
    expect(await tap(member, "删掉最后一张")).toContain("还有 2 份");
    expect(await tap(member, "好了")).toContain("收入证明");
  }, 60_000);

  it("keeps photos over a broken upload and a reload", async () => {
    await member.route(BROKEN, (route) => route.abort());
    await put(member, [photo("收入证明.jpg", 300_000)]);
    await member.locator(".state", { hasText: "还没发出去" }).waitFor();
    await member.reload();
    await member.locator(".state", { hasText: "还没发出去" }).waitFor();
    // The page tries again by itself, too: the button is gone as soon as that succeeds.
    await member.getByRole("button", { name: "再试一次" }).tap();
    await member.locator(".state", { hasText: "还没发出去" }).waitFor();
    expect(await after(member, () => member.unroute(BROKEN))).toContain("1 份");
    expect(await member.locator(".member").last().innerText()).toContain("收入证明.jpg");
    await say(member, "好了");
  }, 60_000);

  it("shows a summary with masked values, and gives a case number", async () => {
    for (const name of ["身份证.jpg", "户口簿.jpg", "诊断证明.jpg"]) {
      await give(member, photo(name));
      await tap(member, "好了");
    }
    const summary = await said(member);
    expect(summary).toMatch(/家庭年收入：32,000 元/);
    expect(summary).not.toContain(person.identityNumber);
    expect(summary).not.toContain(person.bankCard);
    expect(await member.locator(".reply").last().locator(".row").count()).toBeGreaterThan(15);
    screens.push(await member.screenshot());
    expect(await faults(member)).toEqual([]);
    expect(await tap(member, "提交")).toMatch(/\d{4}-000001/);
    await news(member, /已交给迪庆州总工会审核/);
    await say(member, "我的申请");
    await member.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    screens.push(await member.screenshot());
    expect(await faults(member)).toEqual([]);
    await keepPicture(browser, "apply.png", screens);
  }, 60_000);

  it("shows an officer the case and a paper by its link", async () => {
    await say(officer, code);
    await tap(officer, "待办");
    expect(await tap(officer, "000001")).toContain(person.identityNumber);
    expect(await faults(officer)).toEqual([]);
    await tap(officer, /^材料1：/);
    const opened = officer.context().waitForEvent("page");
    await officer.locator("a.paper").first().tap();
    const paper = await opened;
    await paper.waitForLoadState();
    expect(await paper.evaluate(() => document.contentType)).toBe("image/jpeg");
    await paper.close();
    expect(await officer.locator("a.paper").first().innerText()).not.toContain("/papers/");
    await say(officer, "/refuse 1");
    expect(await choices(officer).count()).toBe(
      await officer.locator(".reply").last().locator(".list button").count(),
    );
    expect(await faults(officer)).toEqual([]);
  }, 60_000);

  it("brings the officer's question to the member without a reload, and the paper back", async () => {
    await member.evaluate(() => (document.body.dataset["same"] = "page"));
    await say(officer, "/ask 1 收入证明 请补盖章");
    await news(member, /请补盖章/);
    await tap(member, /补材料|接着填/);
    await give(member, photo("盖章.jpg"));
    await tap(member, "好了");
    await tap(member, "提交");
    await news(officer, /可以接着审核/);
    for (let step = 0; step < 3; step++) await say(officer, step < 2 ? "/forward 1" : "/approve 1");
    await news(member, /公示/);
    expect(await member.evaluate(() => document.body.dataset["same"])).toBe("page");
    expect(complaints).toEqual([]);
  }, 60_000);

  it("has an overview that fits a phone and a wide screen, in three languages", async () => {
    for (const [language, heading] of [
      ["zh-Hans", "概况"],
      ["zh-Hant", "概況"],
      ["en", "overview"],
    ] as const) {
      await officer.goto(`${address}overview?lang=${language}`);
      expect(await officer.locator("h1").innerText()).toContain(heading);
      expect(await officer.getAttribute("html", "lang")).toBe(language);
      expect(await faults(officer)).toEqual([]);
    }
    await officer.setViewportSize({ width: 1_280, height: 800 });
    expect(await faultsOf(officer)).toEqual([]);
    expect(await officer.getByRole("row", { name: /迪庆州总工会/ }).count()).toBe(1);
  });
});
