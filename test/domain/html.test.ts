import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml, inLanguage, languageSwitch } from "../../src/domain/html.ts";

describe("escaped text", () => {
  it("ends no tag and no attribute, and reads as it was", () => {
    expect(escapeHtml(`<a href='x' title="y">张 & 李</a>`)).toBe(
      "&#60;a href=&#39;x&#39; title=&#34;y&#34;&#62;张 &#38; 李&#60;/a&#62;",
    );
    expect(escapeHtml("&#60;")).toBe("&#38;#60;");
    const read = (html: string): string =>
      html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!#\d+;)/);
        expect(read(escapeHtml(text))).toBe(text);
      }),
    );
  });
});

describe("the language switch", () => {
  it("leads to the page in every language and marks the one that is shown", () => {
    const html = languageSwitch("zh-Hant", `"語言"`, (locale) => inLanguage("/a?x=1&lang=en", locale));
    expect(Array.from(html.matchAll(/href="([^"]*)"/g), ([, href]) => href)).toEqual([
      "/a?x=1&#38;lang=zh-Hans",
      "/a?x=1&#38;lang=zh-Hant",
      "/a?x=1&#38;lang=en",
    ]);
    expect(html.match(/lang="zh-Hant"[^>]*aria-current="true"/g)).toHaveLength(1);
    expect(html.match(/aria-current/g)).toHaveLength(1);
    expect(html).toContain('aria-label="&#34;語言&#34;"');
  });
});
