// Unit words: which characters after a number make it a quantity, and how units compare.
// numbers.ts reads with them; figures.ts and the question side compare with them.

export type UnitFamily = "people" | "money" | "things" | "cases" | "percent" | "time" | "events";

const PEOPLE = "人次 人 户次 户 对".split(" ");
const CASES = "件 起 宗 例".split(" ");
const EVENTS = "期 批 批次 次 场 场次 届 轮 班 班次 节 堂 趟".split(" ");
const TIME = "天 年 个月 周 小时 分钟 课时 学时 工作日 岁".split(" ");
const PERCENT = "% 百分点 倍".split(" ");
const THINGS = (
  "个 家 项 条 份 张 台 套 辆 架 间 处 所 座 栋 幢 支 本 册 部 篇 幅 首 亩 平方米 平方公里 公里 米 吨 公斤 斤 组 类 种 门 款 枚 " +
  "颗 棵 株 头 只 瓶 箱 袋 盒 包 顶 床 双 副 块"
).split(" ");

const FAMILIES: ReadonlyMap<string, UnitFamily> = new Map<string, UnitFamily>([
  ["元", "money"],
  ...PEOPLE.map((unit): [string, UnitFamily] => [unit, "people"]),
  ...CASES.map((unit): [string, UnitFamily] => [unit, "cases"]),
  ...EVENTS.map((unit): [string, UnitFamily] => [unit, "events"]),
  ...TIME.map((unit): [string, UnitFamily] => [unit, "time"]),
  ...PERCENT.map((unit): [string, UnitFamily] => [unit, "percent"]),
  ...THINGS.map((unit): [string, UnitFamily] => [unit, "things"]),
]);

const SAME: ReadonlyMap<string, string> = new Map(
  Object.entries({
    名: "人",
    位: "人",
    职工: "人",
    员工: "人",
    群众: "人",
    "人/次": "人次",
    名次: "人次",
    家次: "户次",
    件次: "件",
    户家庭: "户",
    户人家: "户",
    元人民币: "元",
    人民币: "元",
    元钱: "元",
    块钱: "元",
    块: "元",
    日: "天",
    周天: "周",
    星期: "周",
    月: "个月",
    钟头: "小时",
    个小时: "小时",
    个工作日: "工作日",
    个百分点: "百分点",
    个学时: "学时",
    个课时: "课时",
    个星期: "周",
    周岁: "岁",
    "㎡": "平方米",
    平米: "平方米",
    平方: "平方米",
    千米: "公里",
    千克: "公斤",
    宗案件: "件",
    桩: "件",
  }),
);

const ENGLISH: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/^(?:person-times?|visits|participations)$/, "人次"],
  [
    /^(?:people|persons?|workers?|employees?|members?|staff|trainees?|participants?|women|men|riders?|couriers?|children|students?|teachers?|patients?|cadres?|farmers?)$/,
    "人",
  ],
  [/^(?:households?|famil(?:y|ies))$/, "户"],
  [/^(?:yuan|rmb|cny)$/, "元"],
  [/^(?:percent|per cent|%)$/, "%"],
  [/^(?:sessions?|classes|courses?|terms?|periods?)$/, "期"],
  [/^batch(?:es)?$/, "批"],
  [/^(?:lectures?|events?|matches|contests?|competitions?|seminars?)$/, "场"],
  [/^times$/, "次"],
  [/^(?:cases?|disputes?|suggestions?|proposals?|hazards?)$/, "件"],
  [/^(?:certificates?|copies|agreements?)$/, "份"],
  [/^(?:machines?|devices?|concentrators?)$/, "台"],
  [/^cards?$/, "张"],
  [/^days?$/, "天"],
  [/^months?$/, "个月"],
  [/^years?$/, "年"],
  [/^hours?$/, "小时"],
  [
    /^(?:stations?|bars?|projects?|counties|cities|provinces|sites?|centers?|centres?|rooms?|homes?|villages?|unions?|companies|enterprises|firms)$/,
    "个",
  ],
];

/** The unit two figures are compared in: 名, 位 and 人 are 人, 块 is 元, English nouns give the Chinese measure. Unknown units stay. */
export function canonicalUnit(unit: string): string {
  const same = SAME.get(unit);
  if (same !== undefined) return same;
  if (!/^[a-z]/.test(unit)) return unit;
  return ENGLISH.find(([pattern]) => pattern.test(unit))?.[1] ?? unit;
}

/** What kind of thing a unit counts; a unit no list knows counts things. */
export function unitFamily(unit: string): UnitFamily {
  return FAMILIES.get(unit) ?? FAMILIES.get(canonicalUnit(unit)) ?? "things";
}

// Longer words first. A measure word that begins another word (户外, 项目, 场所) is no unit there.
const UNIT =
  "人民币|美元|元人民币|元钱|块钱|元(?!旦|素|宵)|%|个百分点|百分点|倍(?!增)|" +
  "人\\/次|人次|名次|名(?!录|单|额|师|牌|称|列|为|优)|人(?![民力员才大社文均事数选口工生])|位(?!于|居|列|置)|" +
  "户次|家次|户家庭|户(?![外籍口])|对(?![于口接标])|" +
  "个小时|个工作日|个学时|个课时|个星期|个多?月|工作日|小时|分钟|课时|学时|钟头|周岁|岁|天(?![气然])|周(?![年边期末围])|年(?![代级轻龄终底初度末份])|" +
  "场次|场(?![所地馆合])|批次|批(?![准评])|班次|班(?![组子])|期(?![间待])|次(?![于日])|届|轮(?!换)|节(?![约目])|堂|趟|" +
  "平方公里|平方米|平米|㎡|公里|千米|公斤|千克|米|吨|亩|" +
  "件次|件(?!套)|起(?![来到])|宗|例(?!如)|个(?![人体别性])|家(?![庭长属政具园电乡])|项(?!目)|条(?![件例])|份(?![额子])|张|台(?![账式湾江])|" +
  "套(?![餐路])|辆|架|间(?![隔接])|处(?![于理置级分])|所(?![属有在需])|座|栋|幢|支(?![持部付援教])|本(?![级地市县科人次年月届报网金周])|" +
  "册|部(?![门分委队署])|篇|幅|首(?![家批次个府都先])|组(?![织建成])|类|种(?![植养])|门(?![户槛])|款(?![项物])|枚|颗|棵|株|头|只(?![有要])|瓶|箱|袋|盒|包(?![括含])|顶|床|双|副(?![主书]|县)|桩|块";
/** A written number with its unit, to be cut out of a text. */
export const WRITTEN_QUANTITY = new RegExp(
  `\\d[\\d,.]*[余多]?(?:万|亿|千|百)*[余多]?(?:${UNIT})?(?:以?[内上下])?`,
);
// By first character: a pattern of all of them tries each in turn.
const UNITS_AT: ReadonlyMap<number, RegExp> = new Map(
  Object.entries(Object.groupBy(UNIT.split(/\|(?![^(]*\))/), (word) => word[0] ?? "")).map(
    ([first, words]) => [first.charCodeAt(0), new RegExp((words ?? []).join("|"), "y")],
  ),
);

/** The unit word right after a number that ends at `at`. */
export function unitAt(text: string, at: number): string | undefined {
  const pattern = UNITS_AT.get(text.charCodeAt(at));
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

// Nouns that follow a number with no measure word between: 7地市, 380万职工.
const PLACES_OR_THINGS =
  "地市|县市区|县区|市县|区县|县市|州市|市州|区市|省区市|省市区|省区|省市|省份|乡镇|镇街|街道|社区|村|县|市|州|省|工种|企业|单位|项目|场地|部门|系统";
const PERSONS =
  "职工|员工|教师|会员|农民工|产业工人|工人|群众|劳动者|劳模|工匠|女职工|学生|人才|人员|快递员|骑手|干部职工|务工人员";
/** A noun right after a number that is counted without a measure word; group 1 counts in 个, 2 in 人, 3 in 户. */
export const DIRECT_NOUN_AT = new RegExp(`(${PLACES_OR_THINGS})|(${PERSONS})|(家庭)`, "y");
/** 6大系统: 大 counts only before such nouns, else it is a congress (二十大). Group 1 is the measure. */
export const GREAT_AT =
  /(大)(?=系统|板块|平台|中心|行动|工程|计划|项目|类|体系|功能|服务|领域|行业|基地|载体|模块|举措|措施|任务)/y;

/** An English noun within two words after a number; group 1 is what stands between, group 2 the noun. */
export const ENGLISH_UNIT_AT = new RegExp(
  `\\s((?:[a-z][a-z'-]*\\s){0,3}?)(${ENGLISH.map(([pattern]) => pattern.source.slice(1, -1)).join("|")})(?![a-z])`,
  "y",
);
