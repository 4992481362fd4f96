import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Locale } from "../../src/domain/message.ts";
import { gunzipSync } from "node:zlib";
import { type ReportView, renderReportPage, reportNotFoundPage } from "../../src/library/report-page.ts";
import { createReportRoute } from "../../src/library/report-route.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { faultsOf, launch, PHONE } from "../support/browser.ts";
import { type ChatServer, startChatServer } from "../support/chat-server.ts";
import { describeWith } from "../support/needs.ts";
import { SAMPLE_QUOTE_START, SAMPLE_REPORTS } from "../support/sample-reports.ts";

const { text } = createCatalogue();
const sample = SAMPLE_REPORTS["qinghe"];
if (sample === undefined) throw new Error("no sample");
const render = (more: Partial<Parameters<typeof renderReportPage>[0]> = {}): string =>
  renderReportPage({ report: sample, locale: "zh-Hans", text, url: "/reports/qinghe?from=1&to=2", ...more });
const of = (body: string, more: Partial<ReportView> = {}): ReportView => ({
  ...sample,
  body,
  blocks: [{ kind: "paragraph", start: 0, end: body.length }],
  damaged: 0,
  repairs: [],
  dropped: [],
  ...more,
});

describe("a report's page", () => {
  it("marks exactly the quoted span, once, wherever the blocks begin", () => {
    const page = render({ mark: { start: SAMPLE_QUOTE_START, end: SAMPLE_QUOTE_START + 20 } });
    const marks = [...page.matchAll(/<mark[^>]*>(.*?)<\/mark>/g)].map(([, inner]) => inner);
    expect(marks).toEqual([sample.body.slice(SAMPLE_QUOTE_START, SAMPLE_QUOTE_START + 20)]);
    const over = render({ mark: { start: SAMPLE_QUOTE_START - 4, end: SAMPLE_QUOTE_START + 4 } });
    expect(over.match(/<mark/g)).toHaveLength(2);
    expect(over.match(/id="quote"/g)).toHaveLength(1);
  });

  it("says that the report has changed when the span does not fit, and marks nothing", () => {
    for (const mark of [
      { start: 5, end: 5 },
      { start: -1, end: 4 },
      { start: 9, end: 3 },
      { start: 0, end: 9_999 },
    ]) {
      const page = render({ mark });
      expect(page).toContain("已经对不上了");
      expect(page).not.toContain("<mark");
    }
    expect(render()).not.toContain("已经对不上了");
  });

  it("escapes everything that comes from a file", () => {
    const evil = `<script>alert(1)</script>"'&`;
    const page = render({
      report: of(evil, {
        title: evil,
        publisher: evil,
        name: `${evil}.txt`,
        places: [{ name: evil, level: "unknown", path: [evil] }],
        dropped: [{ line: 1, text: evil, reason: "header" }],
      }),
      url: `/reports/"><script>?from=1`,
    });
    expect(page).not.toContain("<script>alert");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('"><script>?');
  });

  it("shows each lost run as one box that says what it is", () => {
    const page = render();
    expect(page.match(/class="gap" role="img" aria-label="原文缺字"/g)).toHaveLength(1);
    expect(page).not.toContain("\uFFFD");
    expect(page).toContain("文中有 2 处缺字");
  });

  it("lists what was left out with its reason, and shows nothing obscene", () => {
    const page = render({
      report: of("正文。", {
        dropped: [
          { line: 1, text: "日韩欧美美女高潮", reason: "spam" },
          { line: 2, text: "亚洲无码一区", reason: "link list" },
          { line: 3, text: "中日韩工会代表座谈", reason: "link list" },
        ],
      }),
    });
    expect(page).toContain("垃圾广告 1，别的新闻的标题 2");
    expect(page).not.toMatch(/高潮|无码/);
    expect(page).toContain("中日韩工会代表座谈");
    expect(page.indexOf("中日韩")).toBeGreaterThan(page.indexOf("<details>"));
  });

  it("stays small however much was left out", () => {
    const dropped = Array.from({ length: 5_000 }, (_, line) => ({
      line,
      text: "长".repeat(2_000),
      reason: "spam" as const,
    }));
    const page = render({ report: of("正文。", { dropped }) });
    expect(page.length).toBeLessThan(200_000);
    expect(page).toContain("另有 4,800 段没有列出");
  });

  it("is in the reader's script and says when that is not the report's", () => {
    const traditional = of("職工療養與培訓，於縣總工會報名。", { title: "職工療養" });
    const simple = render({ report: traditional, mark: { start: 0, end: 4 } });
    expect(simple).toContain("职工疗养");
    expect(simple).toContain("原文是繁体");
    expect(render({ report: traditional, locale: "zh-Hant" })).not.toContain("原文是");
    const english = render({ report: traditional, locale: "en" });
    expect(english).toContain("職工療養與培訓");
    expect(english).toContain('lang="zh-Hant"');
  });

  it("marks in an English page what is Chinese, and in a Chinese one nothing", () => {
    const english = render({ locale: "en" });
    expect(english).toContain(`<h1 lang="zh-Hans">${sample.title}</h1>`);
    expect(english).toContain('<dd lang="zh-Hans">青禾日报</dd>');
    expect(english).toMatch(/<dd>2023/);
    expect(render()).not.toMatch(/<h1 lang|<dd lang/);
  });

  it("keeps the marked sentence in the language switch", () => {
    expect(render()).toContain("/reports/qinghe?from=1&#38;to=2&#38;lang=en");
  });

  it("says kindly that there is no such report, in every language", () => {
    for (const locale of ["zh-Hans", "zh-Hant", "en"] satisfies Locale[]) {
      const page = reportNotFoundPage({ locale, text, url: "/reports/none" });
      expect(page).toContain(text(locale, "report.missing-title"));
      expect(page).toContain('href="/"');
    }
  });
});

describe("the way to a report's page", () => {
  it("is short: the page goes packed to a browser that takes it, and as it is to one that does not", async () => {
    const route = createReportRoute({
      store: { report: async () => undefined },
      text,
      preferredLocale: () => "zh-Hans",
      headers: {},
    });
    const ask = async (headers: Record<string, string>): Promise<Response | undefined> =>
      route(new Request("http://x.test/reports/none", { headers }));
    const packed = await ask({ "accept-encoding": "gzip, deflate, br" });
    expect(packed?.headers.get("content-encoding")).toBe("gzip");
    expect(packed?.headers.get("vary")).toContain("accept-encoding");
    const plain = await ask({});
    expect(plain?.headers.get("content-encoding")).toBe(null);
    const [small, whole] = [await packed?.arrayBuffer(), await plain?.text()];
    expect(gunzipSync(Buffer.from(small ?? new ArrayBuffer())).toString("utf8")).toBe(whole);
  });
});

describeWith("chromium", "a report's page in a browser", (chromium) => {
  let browser: Browser;
  let server: ChatServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([launch(chromium), startChatServer()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const path = `/reports/qinghe?from=${SAMPLE_QUOTE_START}&to=${SAMPLE_QUOTE_START + 32}`;

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has names, contrast and large targets, ${colorScheme}`, async () => {
      for (const width of [320, 1_280]) {
        const page = await browser.newPage({ ...PHONE, viewport: { width, height: 700 }, colorScheme });
        await page.goto(server.url + path);
        for (const summary of await page.locator("summary").all()) await summary.click();
        expect(await faultsOf(page)).toEqual([]);
        await page.goto(`${server.url}/reports/none`);
        expect(await faultsOf(page)).toEqual([]);
        await page.context().close();
      }
    });
  }

  it("shows the quoted sentence at once, and goes back to the talk", async () => {
    const page = await browser.newPage({ ...PHONE, viewport: { width: 390, height: 320 } });
    await page.goto(server.url);
    await page.goto(server.url + path);
    const visible = (): Promise<boolean> =>
      page.locator("#quote").evaluate((mark) => {
        const { top, bottom } = mark.getBoundingClientRect();
        return top > 0 && bottom < innerHeight;
      });
    await expect.poll(visible).toBe(true);
    await page.goto(`${server.url}${path}#quote`);
    await expect.poll(visible).toBe(true);
    await page.getByRole("link", { name: "繁體中文" }).click();
    await page.getByText("服務一線職工").waitFor();
    expect(new URL(page.url()).searchParams.get("from")).toBe(String(SAMPLE_QUOTE_START));
    await page.getByRole("link", { name: "回到對話" }).click();
    await page.locator("#question").waitFor();
    await page.context().close();
  });
});
