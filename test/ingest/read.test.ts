import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { readReport } from "../../ingest/read.ts";
import type { ParsedReport } from "../../src/domain/report.ts";
import { docx, pdf, zip } from "./files.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const PARAGRAPHS = [
  "今年上半年,青河县总工会筹集资金12.5万元,走访慰问困难职工86人次,帮助35名农民工追回欠薪48万元。",
  "县总工会举办电焊、家政等技能培训班6期,培训职工320人,其中210人取得证书。",
];
const REPORT = ["青河县总工会帮扶困难职工见实效", "2024-07-03 10:20 来源:青河日报", ...PARAGRAPHS].join("\n");

async function read(name: string, content: string | Uint8Array): Promise<ParsedReport> {
  const result = await readReport({ name, bytes: typeof content === "string" ? utf8(content) : content });
  if (result.kind !== "report") throw new Error(`${name}: ${result.reason} ${result.detail ?? ""}`);
  return result.report;
}
async function reason(name: string, content: string | Uint8Array): Promise<string> {
  const result = await readReport({ name, bytes: typeof content === "string" ? utf8(content) : content });
  return result.kind === "report" ? "report" : result.reason;
}

describe("a plain text report", () => {
  it("gives title, publisher, date, place and body", async () => {
    const report = await read("a.txt", REPORT);
    expect(report).toMatchObject({
      title: "青河县总工会帮扶困难职工见实效",
      titleStated: true,
      publisher: "青河日报",
      date: "2024-07-03",
      dateStated: true,
      body: PARAGRAPHS.join("\n"),
      damaged: 0,
    });
    expect(report.places[0]?.path).toEqual(["新疆维吾尔自治区", "阿勒泰地区", "青河县"]);
  });

  it.each([
    ["GB18030", (text: string) => iconv.encode(text, "gb18030")],
    ["UTF-16 with its mark", (text: string) => iconv.encode(text, "utf-16", { addBOM: true })],
    ["UTF-8 with its mark", (text: string) => iconv.encode(text, "utf8", { addBOM: true })],
  ])("reads the same in %s", async (_, encode) => {
    expect((await read("a.txt", encode(REPORT))).body).toBe(PARAGRAPHS.join("\n"));
  });

  it("reads Big5, also when it is short", async () => {
    const text = "縣總工會慰問困難職工\n今年以來,縣總工會慰問困難職工86人,發放慰問金4萬元。";
    expect((await read("a.txt", iconv.encode(text, "big5"))).body).toContain("發放慰問金4萬元");
    const short = "工會為職工送溫暖,發放補助。";
    expect((await read("a.txt", iconv.encode(short, "big5"))).body).toBe(short);
    const simplified = "工会为职工送温暖,发放补助。";
    expect((await read("a.txt", iconv.encode(simplified, "gbk"))).body).toBe(simplified);
  });

  it("states the same in English", async () => {
    const report = await read(
      "a.txt",
      "Home > News > Regions\nCounty union trains 320 workers\nBy Li Ming | July 3, 2024 | Source: China Labour Daily\n" +
        "The county federation of trade unions ran six courses for 320 workers this year. It spent 1.2 million yuan.\n" +
        "Share this: Facebook Twitter\nRelated articles\nTen ways to sleep better\nCopyright 2024 China Labour Daily. All rights reserved.",
    );
    expect(report.title).toBe("County union trains 320 workers");
    expect(report.date).toBe("2024-07-03");
    expect(report.body).toBe(
      "The county federation of trade unions ran six courses for 320 workers this year. It spent 1.2 million yuan.",
    );
  });

  it("derives a title and infers a year where none is stated", async () => {
    const report = await read(
      "a.txt",
      "为庆祝新中国成立75周年,县总工会组织职工参加歌咏比赛,共有12支队伍参加。",
    );
    expect(report).toMatchObject({ titleStated: false, date: "2024", dateStated: false });
    expect(report.title.length).toBeLessThanOrEqual(40);
  });
});

describe("other formats", () => {
  it("reads markdown with front matter and without", async () => {
    const front = await read(
      "a.md",
      `---\ntitle: 技能培训进乡村\nsource: 云岭工会\ndate: 2023-05-06\n---\n\n## 培训\n\n**县总工会**举办[培训班](http://a.cn/b)6期,培训职工320人。`,
    );
    expect(front).toMatchObject({ title: "技能培训进乡村", publisher: "云岭工会", date: "2023-05-06" });
    expect(front.body).toBe("培训\n县总工会举办培训班6期,培训职工320人。");
    expect(front.blocks[0]?.kind).toBe("heading");
    const plain = await read(
      "a.md",
      `# 技能培训进乡村\n\n来源:云岭工会 2023-05-06\n\n县总工会举办培训班6期,培训职工320人。`,
    );
    expect(plain).toMatchObject({ title: "技能培训进乡村", publisher: "云岭工会", date: "2023-05-06" });
  });

  it("reads a web page without what surrounds the article", async () => {
    const page = `<!DOCTYPE html><html><head><meta charset="gb2312"><title>帮扶见实效_青河网</title></head><body>
      <nav><a href="/">首页</a> <a href="/n">新闻</a></nav><h1>帮扶见实效</h1><p>2024年7月3日 来源:青河日报</p>
      <article>${PARAGRAPHS.map((one) => `<p>${one.repeat(2)}</p>`).join("")}<h2>下一步</h2><p>${PARAGRAPHS[1]}</p></article>
      <footer>版权所有 青河网</footer><script>alert(1)</script></body></html>`;
    const report = await read("a.html", iconv.encode(page, "gbk"));
    expect(report).toMatchObject({ title: "帮扶见实效", publisher: "青河日报", date: "2024-07-03" });
    expect(report.body).toContain("48万元");
    expect(report.body).not.toMatch(/版权|首页|alert/);
    expect(
      report.blocks.some(
        (block) => block.kind === "heading" && report.body.slice(block.start, block.end) === "下一步",
      ),
    ).toBe(true);
  });

  it("reads a Word file with its headings", async () => {
    const report = await read(
      "a.docx",
      docx([
        ["Heading1", "帮扶困难职工"],
        ["", PARAGRAPHS[0] ?? ""],
        ["Heading2", "培训"],
        ["", PARAGRAPHS[1] ?? ""],
      ]),
    );
    expect(report.title).toBe("帮扶困难职工");
    expect(report.body).toBe([PARAGRAPHS[0], "培训", PARAGRAPHS[1]].join("\n"));
  });

  it("reads a PDF", async () => {
    const report = await read(
      "a.pdf",
      pdf(["Union trains 320 workers", "The county union ran six courses for 320 workers in 2024."]),
    );
    expect(report.body).toContain("320 workers in 2024");
  });
});

describe("files that are no report", () => {
  const picture = Buffer.from("89504e470d0a1a0a0000000d4948445200000001", "hex");
  it.each<[string, string, string | Uint8Array]>([
    ["empty", "a.txt", ""],
    ["empty", "a.txt", " \n\n "],
    ["binary", "a.txt", Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256)],
    ["wrong ending", "a.txt", picture],
    ["wrong ending", "a.txt", pdf(["text"])],
    ["wrong ending", "a.pdf", zip([["a.txt", Buffer.from("hello")]])],
    ["wrong ending", "a.pdf", REPORT],
    ["wrong ending", "a.docx", zip([["a.txt", Buffer.from("hello")]])],
    ["broken", "a.docx", docx([["", "正文"]]).subarray(0, 300)],
    ["broken", "a.pdf", pdf(["text"]).subarray(0, 120)],
    ["too large", "a.txt", new Uint8Array(20_000_001).fill(97)],
    ["no text", "a.html", "<html><body><script>var a = 1</script><img src='a.png'></body></html>"],
    ["no text", "a.pdf", pdf([])],
    ["unsupported", "a.xlsx", zip([["a.xml", Buffer.from("x")]])],
  ])("%s: %s", async (expected, name, content) => {
    expect(await reason(name, content)).toBe(expected);
  });

  it("encrypted: a PDF behind a password", async () => {
    expect(await reason("a.pdf", pdf(["text"], { encrypted: true }))).toBe("encrypted");
  });

  it("unpacks too large: by the zip's directory, and by what really comes out of it", async () => {
    const content = deflateRawSync(Buffer.alloc(150_000_000, 32));
    const honest = zip([["word/document.xml", Buffer.alloc(0), { packed: content, size: 150_000_000 }]]);
    const lying = zip([["word/document.xml", Buffer.alloc(0), { packed: content, size: 1_000 }]]);
    expect(honest.length).toBeLessThan(400_000);
    expect(await reason("a.docx", honest)).toBe("unpacks too large");
    expect(["unpacks too large", "broken"]).toContain(await reason("a.docx", lying));
  });

  it("tells a person what was found without the file's own words", async () => {
    const result = await readReport({ name: "a.txt", bytes: picture });
    expect(result).toEqual({ kind: "unreadable", reason: "wrong ending", detail: "looks like png" });
  });
});

describe("whatever comes in", () => {
  const endings = fc.constantFrom("a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a");
  it("never throws on random bytes", async () => {
    await fc.assert(
      fc.asyncProperty(endings, fc.uint8Array({ maxLength: 400 }), async (name, bytes) => {
        expect(["report", "unreadable"]).toContain((await readReport({ name, bytes })).kind);
      }),
      { numRuns: 150 },
    );
  });

  const piece = fc.constantFrom(
    ..."今年 职工 工会 。 ; , ? ! “ ” ( ) … — \n \n\n 产(chǎn) ?wù)芦@ 2024年7月3日 350.8万人次 青河县 来源: | >> 责编: 1. a Mr. 𠮷 \u0007 \u3000 ﹔ 1,000 http://a.cn".split(
      " ",
    ),
    " ",
  );
  it("keeps every span inside the body and every passage equal to its slice", async () => {
    await fc.assert(
      fc.asyncProperty(endings, fc.array(piece, { maxLength: 120 }), async (name, pieces) => {
        const result = await readReport({ name, bytes: utf8(pieces.join("")) });
        if (result.kind !== "report") return;
        const { body, blocks, passages, figures, damaged } = result.report;
        expect(damaged).toBe(body.split("\uFFFD").length - 1);
        expect(blocks.map(({ start, end }) => body.slice(start, end)).join("\n")).toBe(body);
        let last = 0;
        for (const passage of passages) {
          expect(passage.text).toBe(body.slice(passage.start, passage.end));
          expect(passage.start).toBeGreaterThanOrEqual(last);
          last = passage.end;
        }
        for (const { span, clause, passage } of figures) {
          expect(span.start).toBeGreaterThanOrEqual(clause.start);
          expect(clause.end).toBeLessThanOrEqual(body.length);
          expect(passages[passage]).toBeDefined();
        }
        const inPassages = passages
          .map(({ text }) => text)
          .join("")
          .replace(/\s/g, "");
        expect(inPassages).toBe(body.replace(/\s/g, ""));
      }),
      { numRuns: 200 },
    );
  });

  it("finds nothing more to mend in what it has mended", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 80 }), async (pieces) => {
        const first = await readReport({
          name: "a.txt",
          bytes: utf8(`标题是这样\n2024年7月3日\n${pieces.join("")}`),
        });
        if (first.kind !== "report") return;
        const again = await readReport({
          name: "a.txt",
          bytes: utf8(`标题是这样\n2024年7月3日\n${first.report.body}`),
        });
        if (again.kind !== "report") return;
        expect(again.report.repairs).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
