// Cuts the sentences that hold numbers into clauses, and leaves out the numbers that are no figures.
// figures.ts goes through what this gives; a text without numbers costs next to nothing.
import type { Block } from "../src/domain/report.ts";
import type { Clause } from "./counted.ts";
import type { FoundNumber } from "./numbers.ts";
import type { FoundPeriod } from "./periods.ts";
import { unitFamily } from "./units.ts";

export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly clauses: readonly Clause[];
}

const SENTENCE_END = /[。!?\n]["”’)』」]*|\.(?=\s|$)/g;
// A space between Chinese characters parts a heading from its text where a report has lost its line breaks.
const CLAUSE_END = /[,;:﹔﹐()]|(?<=[一-鿿”]) +(?=[一-鿿“])/g;
const THOUSANDS = /\d,\d{3}(?!\d)/y;
// Text without full stops is no sentence; what stands further off than this says nothing about a number.
const LONGEST_LEAD = 1200;
const LONGEST_TAIL = 2400;
// A name in quotes holds no figure: “十四五”, “双1000”, “100个好故事”.
const NAME_LENGTH = 14;
const ABSTRACT =
  /^(?:方面|维护|自信|意识|统一|确立|坚持|到位|结合|注重|强化|重点|阶段|环节|层面|转变|百年|聚焦|一批|必须|务必|不|没有|离不开|层次|维度|方向|关键|抓手|突出|努力|提升|精准|优先|原则|规定|清单|机制|字|问题)/;

/** The sentences of a block that hold the given numbers, cut into clauses. Linear in the block's length. */
export function sentencesWith(folded: string, block: Block, numbers: readonly FoundNumber[]): Sentence[] {
  const found: Sentence[] = [];
  let start = block.start;
  let next = 0;
  for (let number = numbers[next]; number !== undefined; number = numbers[next]) {
    SENTENCE_END.lastIndex = start;
    let end = block.end;
    for (
      let hit = SENTENCE_END.exec(folded);
      hit !== null && hit.index < block.end;
      hit = SENTENCE_END.exec(folded)
    ) {
      const after = Math.min(hit.index + hit[0].length, block.end);
      if (hit.index >= number.start) {
        end = after;
        break;
      }
      start = after;
    }
    start = Math.max(start, number.start - LONGEST_LEAD);
    end = Math.min(end, number.end + LONGEST_TAIL);
    const inside: FoundNumber[] = [];
    for (let one = numbers[next]; one !== undefined && one.start < end; one = numbers[++next])
      inside.push(one);
    found.push({ start, end, clauses: clausesOf(folded, start, end, inside) });
    start = end;
  }
  return found;
}

function clausesOf(folded: string, from: number, to: number, numbers: readonly FoundNumber[]): Clause[] {
  const clauses: Clause[] = [];
  let start = from;
  let statement = 0;
  let next = 0;
  const close = (end: number): void => {
    const inside: FoundNumber[] = [];
    for (let one = numbers[next]; one !== undefined && one.start < end; one = numbers[++next])
      inside.push(one);
    let [left, right] = [start, end];
    while (left < right && /[\s"”]/.test(folded[left] ?? "")) left++;
    while (right > left && /[\s。!?.]/.test(folded[right - 1] ?? "")) right--;
    if (left < right) clauses.push({ start: left, end: right, statement, numbers: inside, known: {} });
  };
  CLAUSE_END.lastIndex = from;
  for (let hit = CLAUSE_END.exec(folded); hit !== null && hit.index < to; hit = CLAUSE_END.exec(folded)) {
    const mark = hit[0];
    THOUSANDS.lastIndex = hit.index - 1;
    if (mark === "," && THOUSANDS.test(folded)) continue;
    if (mark === "(") {
      // A bracket with no figure stays within its clause.
      const shut = folded.slice(hit.index, hit.index + 40).indexOf(")") + hit.index;
      let at = next;
      while ((numbers[at]?.start ?? Number.POSITIVE_INFINITY) < hit.index) at++;
      const holds = (numbers[at]?.end ?? to + 1) <= shut;
      if (shut > hit.index && shut < to && !holds) {
        CLAUSE_END.lastIndex = shut + 1;
        continue;
      }
    }
    close(hit.index);
    start = hit.index + mark.length;
    if (mark === ";" || mark === "﹔" || mark.startsWith(" ")) statement++;
  }
  close(to);
  return clauses;
}

/** False for what is a number and no figure: part of a time, an article, a name, a slogan, or next to a lost character. */
export function isFigure(
  folded: string,
  number: FoundNumber,
  clause: Clause,
  periods: readonly FoundPeriod[],
): boolean {
  if (periods.some((period) => number.start < period.end && number.end > period.start)) return false;
  const before = folded.slice(Math.max(clause.start, number.start - 4), number.start);
  const after = folded.slice(number.end, number.end + 4);
  const han = !/^\d/.test(number.text);
  if (before.endsWith("\ufffd") || after.startsWith("\ufffd") || /[×x*]\s?$/.test(before)) return false;
  // 一批, 一个: an article, not a count.
  if (han && number.value === 1 && number.upper === undefined) return false;
  if (han && number.value < 20 && /[个项大条]$/.test(number.text) && ABSTRACT.test(after)) return false;
  if (number.unit === "年") return /连续\s?$/.test(before);
  if (unitFamily(number.unit ?? "") === "time" && /^(?:以?[内前后]|来|左右内)/.test(after)) return false;
  return !isInName(folded, number);
}

function isInName(folded: string, number: FoundNumber): boolean {
  const lead = folded.slice(Math.max(0, number.start - NAME_LENGTH), number.start);
  const open = lead.lastIndexOf("“");
  if (open < 0) return false;
  const name = lead.slice(open + 1) + folded.slice(number.start, number.end + NAME_LENGTH);
  const shut = name.indexOf("”");
  const inside = name.slice(0, shut);
  return (
    shut >= number.end - number.start &&
    shut <= NAME_LENGTH &&
    !/[,。;]/.test(inside) &&
    shut >= lead.length - open - 1
  );
}
