// Cuts a folded clause into noun phrases by the verbs and grammar words between them, without a dictionary.
// counted.ts takes from them what a figure counts.
import { WRITTEN_QUANTITY } from "./units.ts";

// Words that end one phrase and begin another wherever they stand.
const SPLITTERS = (
  "(?<!工会|各级|基层|社会|党|群团|群众)组织(?!部|委|建设|领域|架构|化|机构) 开展(?:了|好)? 举办(?:了)? 举行 召开 建成(?:了)? 投入(?:了)? " +
  "发放(?:了)? 实施 推动 推进 产生 出台 制定 修订 签订(?:了)?(?!率) 签约(?!率) 提供(?:了)? 提出 配备 送去 送上 送到(?:了)? 送出 查找 查出 排查出 整改(?!率) " +
  "办理 办结(?!率) 受理 挽回 追回 追讨 讨回 实现 获得(?!者|感) 荣获 获(?!奖|得|评) 授予 评为 命名为 认定为 发动 动员 新增 筹集 募集 争取(?:到)? 拨付 " +
  "下拨 划拨 安排 用于 确定 建立(?:了)? 打造 成立(?:了)? 补助(?!金|款|资金|标准|经费|对象)(?=[一-鿿“]) 补贴(?!金|款|资金|标准)(?=[一-鿿“]) " +
  "资助(?!金|款)(?=[一-鿿“]) 奖励(?!金|资金)(?=[一-鿿“]) 救助(?!金|款|资金|站|对象|点)(?=[一-鿿“]) " +
  "帮助 协助 引导 邀请 吸引 选派 选树 参加(?:了)? 参与(?!度|率|职工|人|面)(?:了)? 覆盖(?!面|率) 惠及 受惠 受益(?!面) 派出 选送 输送 培育(?:了)? " +
  "创建(?:了)? 化解(?!率) 通过 购买 购置 添置 设立(?:了)? (?<![作成认行因])为(?!民|期|主|职工服) (?<!一|面|相|结|配|针)对(?!口|接|象|标|外|比) " +
  "(?<!补|配|供|交)给(?!予) (?<![方面定导意一转])向(?!导|心) (?<![存现所实正潜])在(?!档|职|岗|册|校|京|线|建|读) 把 将(?!来|军) " +
  "被 使(?!用|命) 让 (?<![自理事])由 从(?!业|事) (?<![可所予加])以(?!来|上|下|工|及|外|内|后|前|案) 赴 (?<![但还于就])是(?!否) " +
  "(?<![所没拥享特共国专])有(?!效|限|关|奖|色|机|序|困|力|需|意) 已(?!婚) 累计 合计 总计 先后 分别 共计 共有(?!制) (?<!公)共(?!同|享|建|产|济|青|创) " +
  "完成(?:了)?(?!率) 建设(?=[一-鿿]{2,12}(?:驿站|服务站|站点|室|书屋|之家|中心|文化宫|基地)(?!建))"
).split(" ");
// By first character, so that most of a text is passed over without trying a pattern.
const SPLITTER_AT: ReadonlyMap<number, RegExp> = new Map(
  Object.entries(Object.groupBy(SPLITTERS, (source) => source.replace(/^\(\?<!.*?\)/, "")[0] ?? "")).map(
    ([first, sources]) => [first.charCodeAt(0), new RegExp((sources ?? []).join("|"), "y")],
  ),
);
const PLAIN = 0;
const SPLITS = 1;
const DIGIT = 2;
const DELIMITS = 3;
const OPENS = 4;
const kinds = new Uint8Array(65_536);
for (const first of SPLITTER_AT.keys()) kinds[first] = SPLITS;
for (const digit of "0123456789") kinds[digit.charCodeAt(0)] = DIGIT;
for (const mark of ",;:!?。…\n)）") kinds[mark.charCodeAt(0)] = DELIMITS;
for (const mark of "(（") kinds[mark.charCodeAt(0)] = OPENS;

/** The splitting word at or after `from`. */
function splitterFrom(
  text: string,
  from: number,
): { readonly start: number; readonly end: number } | undefined {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const pattern = kinds[unit] === SPLITS ? SPLITTER_AT.get(unit) : undefined;
    if (pattern === undefined) continue;
    pattern.lastIndex = at;
    if (pattern.test(text)) return { start: at, end: pattern.lastIndex };
  }
  return undefined;
}

/** Whether a text starts with a word that splits: 参加疗休养. */
export function beginsWithVerb(text: string): boolean {
  return splitterFrom(text.slice(0, 12), 0)?.start === 0;
}

/** Whether a text ends with one, trailing grammar words aside: 投入约. */
export function endsWithVerb(raw: string): boolean {
  const text = TRAILING_LAST.test(raw) ? raw.replace(TRAILING, "") : raw;
  const from = Math.max(0, text.length - 8);
  for (let hit = splitterFrom(text, from); hit !== undefined; hit = splitterFrom(text, hit.start + 1)) {
    if (hit.end === text.length) return true;
  }
  return false;
}

// Verbs that are as often part of a name (职工之家建设, 服务卡): dropped only where a phrase begins with them.
const LEADING =
  /^(?:连续|继续|持续|积极|广泛|深入|大力|全面|扎实|常态化|集中(?!供)|集体(?=[发开慰组])|统一|去年|今年|本年|目前|日前|近年来|近日|一年来|设(?![备施计立置])|陆续|成功|其中|同时|并|还|又|再|也|都|均|全部|如期|新建|改建|改扩建|扩建|建设(?!项目|者|兵团)|建(?!议|筑|档|设|言|会|家|制)|创(?!新|业|建|造)|培养|完善|推出|设置|维护|捐赠(?!仪式|物)|捐助|评出|评选|表彰|涌现|录用|招收|吸纳|安置|开办|开设|发出|送(?!温暖|清凉|岗位|健康|法|文化|教|医|氧|政策)|印发|收到|收集|征集|全年|年均|每(?:季度|人次|[年期次月人户批班场家个名天站队])?|全(?:省|市|县|区|州|国|系统)(?!.{0,2}赛)|本级|各级工会|各(?:类|种|级|项|界)?|等|了|的|到|至|得到|及|和|与|用|约|近|:|、|—|-|\s|·|﹒|,|\.)+/;
const TRAILING =
  /(?:达到?|高达|(?<!第)[一两二三四五六七八九十]{1,3}[批期次场个名届]|为|共|累计|合计|总计|约|近|超过?|逾|不少于|不低于|不下|不超过|不高于|不到|不足|至少|多达|突破|分别|各|有|已|(?<!经济)价值|总价值|价值约|人均|平均|每(?:季度|人次|[年期次月人户批班场家个名天站队])?|计|折价|折合|等|了|的|最高|上限|送|由|从|到|增长[到至]|提升[到至]|降至|分|于|和|及|与|并|以及|中|:|、|—|-|\s|,)+$/;
const TRAILING_LAST =
  /[到达为共计约近超过逾于下高足少多破别各有已值均每度次年期月人户批班场家个名天站队届价合等了的限送由从至分和及与并中:、—\-\s,]$/;

const QUOTES = /["“”'‘’《》「」『』]/g;
const QUOTED = new RegExp(QUOTES.source);
const SHORT_BRACKET = /[(（][^)）]{0,14}[)）]/y;
const QUANTITY = new RegExp(WRITTEN_QUANTITY.source, "y");

/** The phrases of a folded text in order, without the verbs, grammar words, quotes and quantities between them. */
export function phrasesOf(text: string): readonly string[] {
  const found: string[] = [];
  let held = "";
  let start = 0;
  const close = (end: number, next: number): void => {
    const raw = held + text.slice(start, end);
    held = "";
    start = next;
    if (raw === "") return;
    const cleaned = phrase(QUOTED.test(raw) ? raw.replace(/["”]\s*["“]/g, "、").replace(QUOTES, "") : raw);
    if (cleaned !== "") found.push(cleaned);
  };
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    const kind = kinds[unit];
    if (kind === PLAIN) {
      at++;
      continue;
    }
    const pattern = kind === SPLITS ? SPLITTER_AT.get(unit) : kind === DIGIT ? QUANTITY : undefined;
    if (pattern !== undefined) {
      pattern.lastIndex = at;
      if (pattern.test(text)) {
        const next = pattern.lastIndex;
        close(at, next);
        at = next;
        continue;
      }
    } else if (kind === DELIMITS) close(at, at + 1);
    else if (kind === OPENS) {
      // A short bracket is an aside in the middle of a name: 劳模(职工)创新工作室.
      SHORT_BRACKET.lastIndex = at;
      if (SHORT_BRACKET.test(text)) {
        held += text.slice(start, at);
        at = SHORT_BRACKET.lastIndex;
        start = at;
        continue;
      }
      close(at, at + 1);
    }
    at++;
  }
  close(text.length, text.length);
  return found;
}

function phrase(raw: string): string {
  let text = trimPhrase(raw);
  const owner = text.lastIndexOf("的");
  // 疗休养的职工 says more than 职工 does.
  const told = text.length - owner <= 5 && owner >= 2 && owner <= 12;
  if (owner >= 0 && text.length - owner > 2 && !told) text = trimPhrase(text.slice(owner + 1));
  return /[a-z\u3400-\u9fff]/.test(text) ? text : "";
}

function trimPhrase(text: string): string {
  const begun = text.replace(LEADING, "");
  return TRAILING_LAST.test(begun) ? begun.replace(TRAILING, "") : begun;
}
