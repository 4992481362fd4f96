// Whether a question wants to know where somebody lives, in whatever words: a report may name a village beside a person,
// and a member's door is nobody's business. Pure; understand.ts asks it before anything is searched for.

const STREET =
  "省|市|州|县|区|街|路|巷|弄|胡同|大道|村|寨|屯|庄|湾|组|社|小区|社区|楼盘|楼|栋|幢|座楼|座|单元|层|号|门|户|镇|乡|街道|片|家属院|大院|院子|房子|屋子|公寓|宿舍|家";
const WHICH = "(?:哪|什么|啥|几|多少|何)";
const WHERE = `(?:哪(?:里|儿|块|边|头|个?地方|(?=[的了呢啊呀吗?？,。]|$))|(?:什么|啥)地方|何[处地方]|${WHICH}一?[条个栋幢座间家号]?(?:${STREET}))`;
/** A place, 的 or two may stand between: "住商南县城哪条街". */
const BETWEEN = "[^,。;?!]{0,10}?";

// Not that of 专家, 之家 or 三家; 王建国 has one.
const HOME =
  "(?:(?<=^[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]\\p{Script=Han}国)|(?<![大国专厂商店公之首玩老行独画哪几多各两\\d一二三四五六七八九十百千万]))家";

const LIVES = new RegExp(
  `(?<who>[^,。;?!]{0,20}?)(?:现在?|目前|如今|平时|到底|究竟|都|就|还|是)*(?:(?:${HOME}|房子|宿舍|住宅)(?:里|人)?的?(?:就|是|现在?)?(?:住|在|位于|安在|是|属于|搬)|(?:居|租|暂|常|同|入)?住(?!院|宿|房|建|持|进医)(?:在|的?是|的地方[在是]|处[在是]|家[在是]|到|进|址[在是]?|了?)|定居|安家|落户(?=在|于|到|哪)|搬(?:家)?(?:到|去|进|往))${BETWEEN}${WHERE}`,
  "u",
);
/** "在哪个村住", "住城关镇吗", "住县城还是乡下". */
const LIVES_THERE = new RegExp(
  `(?<who>[^,。;?!]{1,16}?)(?:在${BETWEEN}${WHERE}(?:居|租)?住(?![院宿房建持])|(?:现在|是不是|是否|也|还)*住(?![院宿房建持进])在?[^,。;?!]{2,12}(?:[吗嘛么]|还是[^,。;?!]+)[?？]?$|是(?:不是|否)住在?(?![院宿房建持]))`,
  "u",
);
/** "哪条街住着…", "哪个村有…的家", "去…家怎么走". */
const HOUSE_OF = new RegExp(
  `${WHICH}一?[条个栋幢座间]?(?:${STREET})(?:里|上)?(?:是|住着?)(?<who>[^,。;?!]{2,8}?)(?:的?(?:家|住处))?[?？]?$|(?:去|到|上|找)?(?<visited>[^,。;?!]{2,8}?)(?:的)?${HOME}里?的?(?:怎么[走去到]|咋[走去]|门牌|(?:详细|具体)?地址|(?:具体)?位置|几楼|多少号)|(?:找到?|去|到)(?<sought>[^,。;?!]{2,8}?)的${HOME}[?？]?$`,
  "u",
);
const ORIGIN = new RegExp(
  `(?<who>[^,。;?!]{1,12}?)(?:是|${HOME}是?)${BETWEEN}哪(?:[里儿]的?人|一?[个条栋]?(?:村|寨|屯|街|巷|楼|小区|社区|村民?小?组)的(?:村民|住户|居民|人)?)[?？]?$`,
  "u",
);

/** Whoever speaks, and those who are lodged together: where a course sleeps is the course's matter. */
const NOBODY =
  /[我咱俺您你]|们|学员|群众|搬迁|移民|居民|村民|疗养|疗休养|休养|培训|学习|队|代表团|援[藏疆青]|干部|大家|选手|参赛|家属|会议|活动|旅客|游客|驿站|项目|公司|工会|单位|中心|学校|企业|厂|工厂|店|[馆宫站室]|学院|基地|示范点|之家|时候|期间/u;
const EVERYBODY = /^(?:外地|外来|一线|新)?(?:职工|工人|农民工|员工|工友|人|司机|骑手|快递员)?$/u;
const LODGED = /酒店|宾馆|招待所|旅馆|疗养院|民宿/u;
/** "告诉我", "我想打听": who asks is not who lives there. */
const ASKING =
  /(?:告诉|帮|给|跟)[我咱俺]们?|[我咱俺]们?(?:就|只|很)?(?:想|要|来)(?:知道|问|打听|了解|找|去|看|拜访|查|联系)?|[你您]们?(?:知道|晓得|清楚|了解|能|可以)|[他她]们?$/gu;

const IN_ENGLISH =
  /\b(?:which|what) (?:village|street|road|building|block|apartment|flat|house|neighbou?rhood|compound|community|town|township|district)\b.{0,24} (?:does|did|is) .{1,40}(?:\blive|\bliving|\bresid|\bhome\b|\bhouse\b|\bfrom$|\bfrom\?)|\bwhere (?:is|was) (?!the\b|a\b|there\b).{1,40}(?:'s|s') (?:home|house|flat|apartment|residence)\b(?! of workers)|\bwhere .{1,40}\b(?:lives|resides|is living)\b|\b(?:lives?|resides?) (?:where\b|(?:in|on|at) (?:which|what)\b)|'s (?:home|house|flat) is (?:in|on|at) (?:which|what)\b|\b(?:his|her) (?:home |house |street )?address\b/u;

/** Whether a folded question asks where a person lives. What it asks of itself, of a group that is lodged or of a body is not. */
export function asksWhereSomebodyLives(folded: string): boolean {
  if (IN_ENGLISH.test(folded)) return true;
  if (LODGED.test(folded)) return false;
  return [LIVES, LIVES_THERE, HOUSE_OF, ORIGIN].some((asked) => {
    const found = asked.exec(folded)?.groups;
    const who = found === undefined ? undefined : (found["who"] ?? found["visited"] ?? found["sought"] ?? "");
    return who !== undefined && isSomebody(who.replace(ASKING, ""), who);
  });
}

/** Whether it is a person, be it one of a company or a union: "茶厂的李师傅". A group by its last word is nobody. */
function isSomebody(who: string, said: string): boolean {
  if (who === "") return /[他她]们?$/u.test(said);
  const head = who.split("的").at(-1) ?? "";
  return !EVERYBODY.test(who) && !NOBODY.test(head.length < 2 || EVERYBODY.test(head) ? who : head);
}
