import { chromium } from "playwright-core";
const b = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
const url = "http://127.0.0.1:8399";
async function one(name, { w = 390, h = 844, dark = false, locale = "zh-CN", touch = true }, f) {
  const c = await b.newContext({
    viewport: { width: w, height: h },
    deviceScaleFactor: 2,
    colorScheme: dark ? "dark" : "light",
    locale,
    hasTouch: touch,
    isMobile: touch,
  });
  const p = await c.newPage();
  p.on("console", (m) => console.log(name, m.text()));
  p.on("pageerror", (e) => console.log(name, "ERR", e.message));
  await p.goto(url);
  await p.waitForTimeout(600);
  await f?.(p);
  await p.waitForTimeout(500);
  await p.screenshot({ path: `/tmp/shot-${name}.png` });
  await c.close();
}
const talk = async (p) => {
  await p.fill("#question", "今年疗休养去了多少人？生大病能帮什么？");
  await p.keyboard.press("Enter");
  await p.waitForSelector(".reply");
  await p.waitForTimeout(300);
};
await one("first", {});
await one("first-320-dark-en", { w: 320, h: 640, dark: true, locale: "en-US" });
await one("talk", {}, async (p) => {
  await talk(p);
  await p.click(".source summary");
});
await one("talk-dark", { dark: true }, async (p) => {
  await talk(p);
  await p.click(".source:nth-child(2) summary");
  await p.click("[data-rating=up]");
  await p.fill("#question", "天气怎么样");
  await p.keyboard.press("Enter");
  await p.waitForTimeout(900);
});
await one("wait-hant", { locale: "zh-TW" }, async (p) => {
  await talk(p);
  await p.fill("#question", "慢一點也沒關係\n第二行");
  await p.keyboard.press("Enter");
  await p.waitForTimeout(300);
});
await one("desk", { w: 1100, h: 800, touch: false }, async (p) => {
  await talk(p);
  await p.click(".source summary");
});
await one("desk-first", { w: 1100, h: 800, touch: false, locale: "en-US" });
await one("report", {}, async (p) => {
  await p.goto(url + "/reports/qinghe?from=56&to=88#quote");
});
await one("report-dark-full", { dark: true, h: 1700 }, async (p) => {
  await p.goto(url + "/reports/qinghe?from=56&to=88");
  for (const d of await p.$$("details summary")) await d.click();
});
await one("confirm", { w: 320, h: 568 }, async (p) => {
  await talk(p);
  await p.click("#start-over");
});
await b.close();
