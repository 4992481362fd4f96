// Reports of made-up union work in real counties, thousands of them if asked: what bench and robustness tests read.
// Everything follows from the seed; the facts each report states come with it, so that questions can be made from them.
import gazetteer from "../../ingest/gazetteer.json" with { type: "json" };
import { gbkBytes, gbkCharacter } from "../../ingest/formats/encoding.ts";
import { inScriptOf } from "../../ingest/script.ts";
import {
  FILLERS,
  LEADS,
  MORE_READINGS,
  NARRATIVE,
  OPENINGS,
  READINGS,
  SENTENCES,
  SPAM,
  TAILS,
  TITLES,
  type CountySentence,
} from "./county-sentences.ts";

export interface CountyFact {
  readonly programme: string;
  /** Without the county's name, simplified. */
  readonly question: string;
  /** Words an answer has to hold, simplified. */
  readonly must: readonly string[];
}

export interface CountyReport {
  /** File name: county-00001.txt. */
  readonly name: string;
  readonly text: string;
  readonly county: string;
  readonly province: string;
  readonly year: number;
  readonly facts: readonly CountyFact[];
  readonly damage: readonly Damage[];
}

/**
 * "dense": short, a number in nearly every sentence, much to ask about. "real": as long as the five real reports in
 * ../shared, with as few numbers for their length, and as damaged; what reading and writing them costs follows from that.
 */
export type Shape = "dense" | "real";

/** "one line" leaves title and date out too, as a page copied without its head does. */
export type Damage =
  | "pinyin"
  | "spam line"
  | "place bars"
  | "copyright tail"
  | "navigation"
  | "headlines"
  | "lost bytes"
  | "one line";

interface County {
  readonly name: string;
  readonly prefecture: string;
  readonly province: string;
}

interface Draw {
  readonly below: (limit: number) => number;
  readonly chance: (share: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly shuffled: <T>(from: readonly T[]) => T[];
}

/**
 * `count` reports; the same count and seed give the same reports, and a greater count begins with the same ones.
 * Counties named in `without` are left out; once every county has one report, later ones speak of another year.
 */
export function countyReports(
  count: number,
  seed: number,
  without: readonly string[] = ["德钦县", "商南县"],
  shape: Shape = "dense",
): CountyReport[] {
  const left = new Set(without);
  const counties = createDraw(seed).shuffled(COUNTIES.filter((county) => !left.has(county.name)));
  const reports: CountyReport[] = [];
  for (let index = 0; index < count; index++) {
    const county = counties[index % counties.length];
    if (county) reports.push(write(county, index, Math.floor(index / counties.length), seed, shape));
  }
  return reports;
}

const NO_COUNTY = /^[城郊矿东西]区$|(开发|管理|园|新|示范|试验|产业|林)区$/;
// Their unions are not organised by county.
const ELSEWHERE = /^(香港|澳门|台湾)/;

/** The counties reports can be about: the mainland's counties, cities, districts and banners of the gazetteer. */
export const COUNTIES: readonly County[] = Object.entries(gazetteer)
  .filter(([province]) => !ELSEWHERE.test(province))
  .flatMap(([province, prefectures]) =>
    Object.entries(prefectures as Record<string, readonly string[]>).flatMap(([prefecture, names]) =>
      names
        .filter((name) => /[县市区旗]$/.test(name) && !NO_COUNTY.test(name))
        .map((name) => ({
          name,
          prefecture: /[市州盟]$|地区$/.test(prefecture) ? prefecture : "",
          province,
        })),
    ),
  );

function write(county: County, index: number, round: number, seed: number, shape: Shape): CountyReport {
  const draw = createDraw(seed * 1_000_003 + index + 1);
  const year = 2019 + ((draw.below(6) + round) % 6);
  const common = {
    county: county.name,
    prefecture: county.prefecture || county.province,
    year: String(year),
    level: county.name.slice(-1),
    town: `${draw.pick(TOWNS)}镇`,
  };
  const drawn = new Map<string, CountySentence>();
  for (const sentence of draw.shuffled(SENTENCES)) drawn.set(sentence.programme, sentence);
  const chosen = draw
    .shuffled(Array.from(drawn.values()))
    .slice(0, shape === "real" ? 11 + draw.below(10) : 11 + draw.below(17));
  const facts: CountyFact[] = [];
  const sentences = chosen.map((sentence) => {
    const slots = new Map(Object.entries({ ...common, person: person(draw) }));
    const text = fill(sentence.text, slots, draw);
    facts.push({
      programme: sentence.programme,
      question: sentence.question,
      must: sentence.must.map((words) => fill(words, slots, draw)),
    });
    return `${fill(draw.pick(LEADS), slots, draw)}${text}。`;
  });
  const paragraphs =
    shape === "real"
      ? inParagraphs(toldAtLength(sentences, common, draw), common, draw, 7)
      : inParagraphs(sentences, common, draw, 4);
  const title = fill(draw.pick(TITLES), new Map(Object.entries(common)), draw);
  return {
    name: `county-${String(index + 1).padStart(5, "0")}.txt`,
    ...laidOut(title, dateline(county, year, draw), paragraphs, draw, shape),
    county: county.name,
    province: county.province,
    year,
    facts,
  };
}

/** Every sentence with as much again around it. */
function toldAtLength(sentences: readonly string[], common: Record<string, string>, draw: Draw): string[] {
  const more = draw.shuffled(NARRATIVE);
  return sentences.map((sentence) => {
    const one = (): string =>
      `${fill(more.pop() ?? draw.pick(NARRATIVE), new Map(Object.entries({ ...common, person: person(draw) })), draw)}。`;
    return draw.pick([`${one()}${sentence}`, `${sentence}${one()}`, `${one()}${sentence}${one()}`]);
  });
}

/** From `least` paragraphs to five more. */
function inParagraphs(
  sentences: readonly string[],
  common: Record<string, string>,
  draw: Draw,
  least: number,
): string[] {
  const paragraphs: string[] = [];
  const said = (template: string) =>
    `${fill(template, new Map(Object.entries({ ...common, person: person(draw) })), draw)}。`;
  const fillers = draw.shuffled(FILLERS);
  const filler = () => said(fillers.pop() ?? draw.pick(FILLERS));
  const share = Math.max(2, Math.ceil(sentences.length / (least + draw.below(6))));
  for (let start = 0; start < sentences.length; start += share) {
    const group = sentences.slice(start, start + share);
    if (start === 0) group.unshift(said(draw.pick(OPENINGS)));
    group.push(filler());
    paragraphs.push(group.join(""));
  }
  while (paragraphs.length < 4 || paragraphs.join("").length < 800) paragraphs.push(filler() + filler());
  return paragraphs;
}

function dateline(county: County, year: number, draw: Draw): string {
  const month = String(7 + draw.below(6)).padStart(2, "0");
  const day = String(1 + draw.below(28)).padStart(2, "0");
  const publisher = draw.pick([
    "中工网",
    "工人日报",
    `${county.name}融媒体中心`,
    `${county.name}总工会`,
    `${(county.prefecture || county.province).replace(/市$/, "")}日报`,
  ]);
  return draw.pick([
    `${year}年${month}月${day}日10:${day}  来源:${publisher}`,
    `来源:${publisher}  发布时间:${year}-${month}-${day}`,
    `${year}-${month}-${day} 09:${day}:00  来源:${publisher}`,
  ]);
}

function laidOut(
  title: string,
  date: string,
  paragraphs: readonly string[],
  draw: Draw,
  shape: Shape,
): { text: string; damage: Damage[] } {
  const damage: Damage[] = [];
  const hit = (kind: Damage, share: number) => {
    const struck = draw.chance(share);
    if (struck) damage.push(kind);
    return struck;
  };
  const real = shape === "real";
  const traditional = draw.chance(real ? 0.8 : 0.25);
  const pinyin = hit("pinyin", real ? 0.6 : traditional ? 0.5 : 0.1);
  const oneLine = hit("one line", 0.05);
  const indent = draw.pick(["", "  ", "  "]);
  let text = oneLine
    ? paragraphs.join(" ")
    : [title, date, ...paragraphs.map((paragraph) => indent + paragraph)].join("\n\n");
  if (traditional || pinyin) text = inScriptOf("zh-Hant", text);
  if (pinyin) {
    const readings = real ? { ...READINGS, ...MORE_READINGS } : READINGS;
    const all = Object.keys(readings);
    const struck = new Set(
      draw.shuffled(all).slice(0, real ? all.length - draw.below(8) : 8 + draw.below(16)),
    );
    text = Array.from(text, (c) => (struck.has(c) ? `${c}(${readings[c] ?? ""})` : c)).join("");
  }
  if (real && pinyin && hit("lost bytes", 1)) text = losingBytes(text, draw);
  if (hit("spam line", 0.12)) text = `${draw.shuffled(SPAM).slice(0, 4).join(",")}\n\n${text}`;
  if (hit("navigation", 0.15)) text = `首页>>新闻>>工会要闻\n\n${text}`;
  if (real && hit("headlines", 0.4)) {
    const lines = Array.from({ length: 8 + draw.below(24) }, () =>
      fill(
        draw.pick(TITLES),
        new Map(Object.entries({ county: draw.pick(COUNTIES).name, year: "2020" })),
        draw,
      ),
    );
    text = `${text}\n\n相关阅读\n${lines.join("\n")}`;
  }
  if (hit("copyright tail", 0.25)) text = `${text}\n\n${draw.pick(TAILS)}`;
  if (hit("place bars", 0.15)) {
    const names = Array.from({ length: 20 + draw.below(30) }, () => draw.pick(COUNTIES).name);
    names.splice(3 + draw.below(9), 0, draw.pick(["微博", "博客", "搜索", "手游"]));
    text = `${text}\n${names
      .map((name) => `${name}| `)
      .join("")
      .trimEnd()}`;
  }
  return { text: `${text}\n`, damage };
}

const HAN = /\p{Script=Han}/u;
const MOST_LOST = 2;

/**
 * As pages look whose text lost single bytes on the way from one encoding to another: a question mark for the lost one, and
 * every character behind it made of two halves, as far as the next half that is a letter by itself.
 */
function losingBytes(text: string, draw: Draw): string {
  const spots = draw.shuffled(Array.from(text.matchAll(/\p{Script=Han}{2,6}/gu)));
  let lost = 0;
  let damaged = text;
  for (const [run] of spots) {
    if (lost === MOST_LOST) break;
    const shifted = shiftedBytes(run);
    if (shifted === undefined) continue;
    damaged = damaged.replace(run, shifted);
    lost++;
  }
  return damaged;
}

/** Without the first byte; undefined where what comes out is no text. */
function shiftedBytes(run: string): string | undefined {
  const codes = Array.from(run, gbkBytes);
  let out = "?";
  for (const [index, code] of codes.entries()) {
    if (code === undefined) return undefined;
    const trail = code[1];
    if (trail < 0x80)
      return index === 0 ? undefined : out + String.fromCharCode(trail) + run.slice(index + 1);
    const next = codes[index + 1];
    const made = next && gbkCharacter(trail, next[0]);
    if (made === undefined || !HAN.test(made)) return undefined;
    out += made;
  }
  return undefined;
}

function fill(template: string, slots: Map<string, string>, draw: Draw): string {
  return template.replace(SLOT, (_, key: string, low?: string, high?: string) => {
    const known = slots.get(key);
    if (known !== undefined || low === undefined || high === undefined) return known ?? "";
    const digits = low.split(".")[1]?.length ?? 0;
    const unit = 10 ** digits;
    const least = Math.round(Number(low) * unit);
    const value = (least + draw.below(Math.round(Number(high) * unit) - least + 1)) / unit;
    const written = String(value);
    slots.set(key, written);
    return written;
  });
}

const SLOT = /\{([a-z]+)(?::([\d.]+)-([\d.]+))?\}/g;

function person(draw: Draw): string {
  return draw.pick(SURNAMES) + draw.pick(GIVEN) + (draw.chance(0.6) ? draw.pick(GIVEN) : "");
}

function createDraw(seed: number): Draw {
  // mulberry32: small, fast, and good enough to vary text.
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[below(from.length)];
    if (one === undefined) throw new Error("nothing to draw from");
    return one;
  };
  const shuffled = <T>(from: readonly T[]): T[] =>
    from
      .map((value) => ({ value, order: next() }))
      .sort((left, right) => left.order - right.order)
      .map(({ value }) => value);
  return { below, chance: (share) => next() < share, pick, shuffled };
}

const SURNAMES = Array.from(
  "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
);
const GIVEN = Array.from("伟芳娜敏静强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国春红梅志海生德福云秀珍");
const TOWNS = [
  "城关",
  "河口",
  "石桥",
  "柳林",
  "双龙",
  "白沙",
  "青山",
  "临江",
  "沙坪",
  "大营",
  "永丰",
  "三合",
  "龙泉",
  "新桥",
];
