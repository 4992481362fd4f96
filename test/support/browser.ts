import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Chromium without anything that talks to the outside. */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
};

/** Everything in the page that a person with a screen reader, poor sight or a large thumb would trip over. */
export function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const shown = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
    };
    const about = (element: Element): string =>
      `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent.trim().slice(0, 20)}`;

    if (document.documentElement.lang === "") faults.push("no language");
    for (const tag of ["main", "h1", "title"]) {
      if (document.querySelectorAll(tag).length !== 1) faults.push(`not one ${tag}`);
    }
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    if (new Set(ids).size < ids.length) faults.push("an id twice");

    for (const control of document.querySelectorAll<HTMLElement>(
      "a[href], button, textarea, input, summary",
    )) {
      const label = control instanceof HTMLTextAreaElement ? (control.labels?.[0]?.textContent ?? "") : "";
      const name = control.getAttribute("aria-label") ?? (label || control.textContent);
      if (name.trim() === "") faults.push(`no name: ${about(control)}`);
      if (!shown(control) || control.matches(".skip, .cite, .hint a, .note a")) continue;
      const { height, width } = control.getBoundingClientRect();
      if (height < 43.5 || width < 39.5) faults.push(`${width}×${height} is small: ${about(control)}`);
    }

    type Colour = readonly [number, number, number, number];
    const colour = (text: string): Colour => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const behind = (element: Element | null): Colour => {
      for (let one = element; one !== null; one = one.parentElement) {
        const found = colour(getComputedStyle(one).backgroundColor);
        if (found[3] === 1) return found;
      }
      return [255, 255, 255, 1];
    };
    const light = ([r, g, b]: Colour): number => {
      const [x = 0, y = 0, z = 0] = [r, g, b].map((one) => {
        const part = one / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || (node.textContent ?? "").trim() === "" || !shown(parent)) continue;
      if (parent.closest("script, noscript, .skip, .unseen") !== null) continue;
      const [one, other] = [light(colour(getComputedStyle(parent).color)), light(behind(parent))];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${about(parent)}`);
    }
    if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
    return faults;
  });
}

/** Keeps screens side by side as a picture for the README when GONGYOU_PICTURES=1; the kept ones never change by themselves. */
export async function keepPicture(browser: Browser, name: string, screens: readonly Buffer[]): Promise<void> {
  if (process.env["GONGYOU_PICTURES"] !== "1") return;
  const width = 28 + screens.length * (300 + 28);
  const page = await browser.newPage({ viewport: { width, height: 400 }, deviceScaleFactor: 1.5 });
  const images = screens.map((screen) => `<img src="data:image/png;base64,${screen.toString("base64")}">`);
  await page.setContent(`<!doctype html><style>
    body { margin: 0; padding: 28px; display: flex; align-items: start; gap: 28px; background: #e9e2d6 }
    img { width: 300px; border-radius: 26px; box-shadow: 0 0 0 5px #26211c, 0 10px 30px rgb(60 40 20 / 25%) }
  </style>${images.join("")}`);
  const file = resolve(import.meta.dirname, "..", "pictures", name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await page.locator("body").screenshot());
  await page.close();
}
