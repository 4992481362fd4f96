// The names and quantities of a question that evidence must hold: places, persons, bodies, numbers, ordinals. All texts
// are folded. Pure; understand.ts calls it.
import type { Place } from "../domain/report.ts";
import { parseHanNumber, type FoundNumber } from "../../ingest/numbers.ts";
import { placeByName, shortName, type FoundPlace } from "../../ingest/places.ts";
import { unitFamily } from "../../ingest/units.ts";
import { dictionaryWords, isOrdinaryWord, taggedWords } from "../../ingest/words.ts";
import { NOT_NAMES } from "./not-names.ts";

/** Whether a number of a question names a quantity: "1300台" does, "五年" and "一个" are ways of speaking. */
export function isNamedQuantity({ kind, value, unit, text, approximate }: FoundNumber): boolean {
  if ((approximate && !roughly({ text, value })) || (kind !== "quantity" && kind !== "bare")) return false;
  if (unit !== undefined && unitFamily(unit) === "time") return false;
  // 12351 is whom to call, not how many.
  if (unit === undefined && /^\d+$/.test(text) && (value >= 10_000 || (value >= 1900 && value <= 2100)))
    return false;
  return /\d/.test(text) ? value >= 3 : value >= (unit === undefined ? 1_000 : 10);
}

/** "两千多万": the report says 2000多万 or 2130万. */
const roughly = ({ text, value }: Pick<FoundNumber, "text" | "value">): boolean =>
  value >= 1_000 && /多|余/u.test(text);

/** The places found that are meant: 都安 in "都安排" is none, because it cuts a word of the dictionary in two. */
export function wholeWords(folded: string, found: readonly FoundPlace[]): FoundPlace[] {
  const edges = new Set<number>([0]);
  let offset = 0;
  for (const { word } of taggedWords(folded)) edges.add((offset += word.length));
  return found.filter(({ place, start, end }) => {
    // 人当县 of "工人当县总工会副主席" only looks like a county's name.
    if (end - start === place.name.length) return place.level !== "unknown" || !cutsWord(folded, start, end);
    const inside = Array.from(folded.slice(start, end)).length >= 3 || (edges.has(start) && edges.has(end));
    return inside || !cutsWord(folded, start, end);
  });
}

function cutsWord(folded: string, start: number, end: number): boolean {
  let offset = 0;
  for (const word of dictionaryWords(folded)) {
    const from = offset;
    offset += word.length;
    // 南投 in "商南投入" is a place too, and cuts no other.
    if (/^(?:ns|j)$/u.test(taggedWords(word)[0]?.tag ?? "")) continue;
    if (word.length > 1 && ((from < start && offset > start) || (from < end && offset > end))) return true;
  }
  return false;
}

const ORDINAL =
  /(?:第|(?<=工伤|伤残|残疾))(?<number>\d+|[一二三四五六七八九十]+)(?<of>[批期届次轮季条章站场级])|(?<grade>\d+|[一二三四五六七八九十]+)级(?=工伤|伤残)/gu;
const ENGLISH_ORDINAL =
  /\b(?<of>batch|round|phase|term) (?:no\.? ?|number )?(?<after>\d+)\b|\b(?<before>\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?<thing>batch|round|phase|term)\b/gu;
const ENGLISH_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");
const ENGLISH_TURNS: Readonly<Record<string, string>> = { batch: "批", round: "轮", phase: "期", term: "届" };

/** Ordinals with their number written in digits: 第九批 and 第9批 are "9批". Texts are folded. */
export function ordinalsIn(folded: string): string[] {
  return Array.from(folded.matchAll(ORDINAL), ({ groups }) => {
    const number = groups?.["number"] ?? groups?.["grade"] ?? "";
    return `${/\d/.test(number) ? Number(number) : (parseHanNumber(number) ?? number)}${groups?.["of"] ?? "级"}`;
  }).concat(
    Array.from(folded.matchAll(ENGLISH_ORDINAL), ({ groups }) => {
      const said = groups?.["after"] ?? groups?.["before"] ?? "";
      const number = /\d/.test(said) ? Number.parseInt(said, 10) : ENGLISH_ORDINALS.indexOf(said) + 1;
      return `${number}${ENGLISH_TURNS[groups?.["of"] ?? groups?.["thing"] ?? ""] ?? ""}`;
    }),
  );
}

const NO_DISTRICT = new Set([
  "新建",
  "新城",
  "开发",
  "城关",
  "郊",
  "矿",
  "城中",
  "新华",
  "和平",
  "市中",
  "建设",
]);

/** Counties that share a district's short name: 东乡 is 东乡区 and 东乡族自治县. */
export function namesakes(district: Place): Place[] {
  if (!district.name.endsWith("区")) return [];
  const short = shortName(district.name);
  return ["族自治县", "县", "市"].flatMap((ending) => placeByName(`${short}${ending}`) ?? []);
}

/** "涪陵" is said for 涪陵区; in a question, unlike in a report, a district's short name is nearly always the district. */
export function districtsIn(folded: string, found: readonly FoundPlace[]): FoundPlace[] {
  let offset = 0;
  return taggedWords(folded).flatMap(({ word, tag }) => {
    const start = offset;
    offset += word.length;
    const end = start + word.length;
    const other = found.some((one) => one.start < end && one.end > start);
    // 新建 is what was done, and also a district.
    if (tag !== "ns" || word.length < 2 || other || NO_DISTRICT.has(word)) return [];
    const place = placeByName(`${word}区`) ?? placeByName(`${word}新区`);
    return place === undefined ? [] : [{ place, start, end }];
  });
}

const COMPANY =
  /^(?!总?工会|县|市|省|区|州|各|的|厂[里子上区])(?:\p{Script=Han}{1,4}?公司|\p{Script=Han}{0,4}?(?:厂|集团|钢铁|特钢|矿业|煤矿|化工|纺织|制药|机械|电厂|水泥|酒业))/u;

/** "洛阳轴承厂" is a works, wherever its report was made; a place told in full stays a place. */
export const namesCompany = (folded: string, { place, start, end }: FoundPlace): boolean =>
  end - start < place.name.length && COMPANY.test(folded.slice(end, end + 8));

/** Each place once, without those that another one lies in. */
export function mostSpecific(places: readonly Place[]): Place[] {
  const byName = new Map(places.map((place) => [place.name, place]));
  const all = Array.from(byName.values());
  return all.filter(
    (place) => !all.some((other) => other.name !== place.name && other.path.includes(place.name)),
  );
}

const PERSON_TITLE =
  /(?<name>\p{Script=Han}{2,3})(?:副?主席|副?书记|副?部长|副?主任|副?局长|同志|师傅|老师|先生|女士|书记|经理)/u;
const LEADING_NAME =
  /^(?<name>\p{Script=Han}{2,3}?)(?=的|获得|获|是|在|被|当|担任|得过|拿过|有没有|说|来自|为|去|做|家)/u;
/** Whether a folded text goes on with a name at this place: "律师" then "冉莉". */
export const nameAt = (folded: string, at: number): boolean =>
  SURNAMES.includes(folded[at] ?? " ") && /^\p{Script=Han}{2}/u.test(folded.slice(at, at + 2));

const TITLE =
  /副?(?:主席|书记|部长|主任|局长|会长|校长|厂长|班长|队长|站长|经理|教授|医生|律师|师傅|老师|记者|司机|代表|劳模|工匠|同志|获得者)/gu;

// “全国最美职工”次仁措姆: a name of any people behind a quoted title.
const ENTITLED =
  /(?:职工|人物|标兵|模范|奖章|能手|工匠|劳模|书记|卫士|个人|[者员手])[”」』"][\p{Script=Han}·]{2,5}(?=[、,。等]|$)/u;

/** Whether a folded text names a person: a name beside a title, or one that jieba knows. */
export function namesPerson(folded: string): boolean {
  const known = taggedWords(folded).some(
    ({ word, tag }) => tag === "nr" && word.length >= 2 && isNewName(word),
  );
  return (
    known ||
    ENTITLED.test(folded) ||
    Array.from(folded.matchAll(TITLE)).some(({ 0: title, index }) => {
      const before = [3, 2].map((length) => folded.slice(Math.max(0, index - length), index));
      return (
        isNewName(folded.slice(index + title.length, index + title.length + 2)) ||
        before.some((name) => name.length >= 2 && isNewName(name))
      );
    })
  );
}

/** The first person whom a folded quotation names behind a quoted title, or by a name that jieba knows. */
export function personNamed(folded: string): string | undefined {
  const titled = /[”」』"](?<name>[\p{Script=Han}·]{2,5})$/u.exec(ENTITLED.exec(folded)?.[0] ?? "");
  return (
    titled?.groups?.["name"] ??
    taggedWords(folded).find(({ word, tag }) => tag === "nr" && word.length >= 2 && isNewName(word))?.word
  );
}

/** Whether two characters begin a name and are no word of the dictionary: 冉莉, not 代理. */
export const isNewName = (name: string): boolean =>
  /^\p{Script=Han}+$/u.test(name) &&
  nameAt(name, 0) &&
  !isOrdinaryWord(name) &&
  !NOT_NAMES.has(name) &&
  !NO_NAME.test(name);

/** The persons a question names. `places` are the places found in it. */
export function personsIn(folded: string, places: readonly FoundPlace[]): string[] {
  const titled = PERSON_TITLE.exec(folded)?.groups?.["name"]?.replace(/副$/u, "");
  const tagged = taggedWords(folded).filter(
    ({ word, tag }) => tag === "nr" && word.length >= 2 && word.length <= (COMPOUND.test(word) ? 4 : 3),
  );
  const names = new Set(tagged.map(({ word }) => word));
  // 赵 + 铁柱: a surname that stands alone is followed by the rest of the name.
  const words = taggedWords(folded);
  words.forEach(({ word, tag }, index) => {
    const rest = words[index + 1]?.word ?? "";
    const alone = tag === "nr" && word.length === 1 && SURNAMES.includes(word);
    if (alone && /^\p{Script=Han}{1,2}$/u.test(rest)) names.add(word + rest);
  });
  const leading = LEADING_NAME.exec(folded)?.groups?.["name"];
  if (leading !== undefined && !dictionaryWords(leading).some((word) => word.length === leading.length))
    names.add(leading);
  for (const [name] of folded.matchAll(OF_OTHER_PEOPLES)) names.add(name);
  // "方建明一个月工资多少" begins with a word of three that no dictionary has.
  const first = words[0]?.word ?? "";
  if (first.length === 3 && !dictionaryWords(first).includes(first) && isNewName(first)) names.add(first);
  // A title follows a name directly; the two or three characters before it are the name when the first is a surname.
  if (titled !== undefined) {
    for (const length of [3, 2]) {
      const name = titled.slice(-length);
      if (name.length === length && SURNAMES.includes(name[0] ?? "") && !isOrdinaryWord(name)) {
        names.add(name);
        break;
      }
    }
  }
  const inPlace = (name: string): boolean =>
    places.some(
      ({ start, end, place }) =>
        folded.slice(start, end).includes(name) || name.includes(shortName(place.name)),
    );
  return Array.from(names)
    .filter((name) => !inPlace(name) && !isOrdinaryWord(name) && !NOT_NAMES.has(name) && !NO_NAME.test(name))
    .filter((name) => !OF_A_THING.test(name) && !HOLDS_ASKING.test(name))
    .filter(
      (name) =>
        (COMPOUND.test(name) || SURNAMES.includes(name[0] ?? "") || name.search(OF_OTHER_PEOPLES) === 0) &&
        !/[省市县区州旗]$/u.test(name),
    );
}

/** Whether a word ends at this place of a folded text. */
function endsWord(folded: string, at: number): boolean {
  let offset = 0;
  return taggedWords(folded).some(({ word }) => (offset += word.length) === at);
}

// Tibetan names of two words, which jieba cuts into syllables.
const TIBETAN =
  "次仁|扎西|卓玛|洛桑|尼玛|达瓦|巴桑|格桑|旦增|丹增|白玛|索朗|仁青|多吉|平措|边巴|普布|米玛|强巴|央金|德吉|拉巴|顿珠|旺堆|旺姆|曲珍|措姆|拉姆|央宗|群培|罗布";
const OF_OTHER_PEOPLES = new RegExp(`(?:${TIBETAN}){2}`, "gu");

// 毛巾厂, 季度奖, 管道工.
const OF_A_THING = /^..[厂店室节奖费工汉证卡票款病所站院馆]$/u;
// "关爱金怎么领" asks how, and for nobody called 金.
const HOLDS_ASKING = /[怎么啥哪谁吗呢]|多少/u;
const COMPOUND = /^(?:欧阳|上官|司马|诸葛|司徒|慕容|东方|皇甫|尉迟|公孙|令狐)/u;
// 连着, 章的: a surname, and a character that ends no name.
const NO_NAME = /[着了过的得地吗呢吧在里给个是女男]$/u;

const BODY = /^(?<stem>\p{Script=Han}{2,3})(?:屯|村|镇|乡|寨|岛|省|国|都|基地|集团|公司)/u;

/** A village, country or company at the start of a question that no gazetteer knows: "永安屯", "火星基地". */
export function unknownBodies(folded: string, places: readonly FoundPlace[]): string[] {
  const match = BODY.exec(folded);
  const stem = match?.groups?.["stem"] ?? "";
  if (
    match === null ||
    isOrdinaryWord(stem) ||
    // "援疆教国家通用语" names no country.
    !endsWord(folded, match[0].length) ||
    /[我你他她们被把在的是有从给和跟为那这全]/u.test(stem) ||
    places.some(({ start }) => start < stem.length)
  )
    return [];
  return [match[0]];
}

// The commonest surnames, and those that are seldom words by themselves.
const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤代常" +
  "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙戈浦亢".replaceAll(
    /[和平南强国位来都门海花明相初云容时时全]/gu,
    "",
  );
