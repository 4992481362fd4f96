// The overview on a small phone, in Chromium: its table is wider than the screen, the page is not.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadAssets } from "../../src/channels/web/assets.ts";
import { createOverview } from "../../src/console/overview.ts";
import type { ApplicationState, Unit } from "../../src/domain/application.ts";
import type { Locale } from "../../src/domain/message.ts";
import { type HttpServer, isFromHere, serve } from "../../src/http.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { faultsOf, launch, PHONE } from "../support/browser.ts";
import { describeWith } from "../support/needs.ts";

const { text } = createCatalogue();
const LOCALES: readonly Locale[] = ["zh-Hans", "zh-Hant", "en"];
const assets = loadAssets();
const UNITS: readonly Unit[] = [
  "本级工会",
  "云南省迪庆藏族自治州德钦县易地扶贫搬迁安置区新就业形态劳动者联合工会委员会",
  "Shangri-La-Hydropower-Construction-Workers-Federation",
].map((name, index) => ({ id: String(index), name, level: "county", place: [] }));
const STATES: readonly ApplicationState[] = ["submitted", "in-review", "needs-more", "approved", "appealed"];

describeWith("chromium", "the overview on a phone of 360 pixels", (executablePath) => {
  let browser: Browser;
  let server: HttpServer;
  beforeAll(async () => {
    browser = await launch(executablePath);
    const overview = createOverview({
      stores: {
        applications: {
          counts: async () =>
            UNITS.flatMap(({ id }) => STATES.map((state) => ({ unit: id, state, cases: 123_456 }))),
        },
        members: { units: async () => [...UNITS], staff: async () => [] },
        jobs: { counts: async () => ({ waiting: 1_234_567, running: 1_234_567, failed: 1_234_567 }) },
        library: { list: async () => [] },
        audit: { append: async () => {}, of: async () => [] },
      },
      sign: (words) => words,
      now: () => new Date(),
      isFromHere,
      text,
      preferredLocale: (request) =>
        LOCALES.find((one) => one === new URL(request.url).searchParams.get("lang")) ?? "zh-Hans",
      headers: {},
      look: "/assets/look.css",
    });
    const log = { info() {}, error() {} };
    const routes = [overview.route, async (request: Request) => assets.respond(request)];
    server = await serve({ host: "127.0.0.1", port: 0, routes, log });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop(0);
  });

  it("never scrolls sideways as a whole; its table does, in a box of its own", async () => {
    const context = await browser.newContext({ ...PHONE, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    for (const locale of LOCALES) {
      await page.goto(`http://127.0.0.1:${server.port}/overview?lang=${locale}`);
      const { whole, box, inside } = await page.evaluate(() => {
        const wide = document.querySelector(".wide");
        return {
          whole: document.scrollingElement?.scrollWidth ?? 0,
          box: wide?.clientWidth ?? 0,
          inside: wide?.scrollWidth ?? 0,
        };
      });
      expect([locale, whole]).toEqual([locale, 360]);
      expect(inside).toBeGreaterThan(box);
      expect(await faultsOf(page)).toEqual([]);
    }
    await context.close();
  });
});
