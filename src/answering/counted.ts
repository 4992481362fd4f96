// How well the numbers of a run of clauses answer "how many" and "how much": the right unit beside the right words, of the
// right thing, of the whole, for whom it is asked. Pure; service.ts asks it for the asks that count.
import type { FoundNumber } from "../../ingest/numbers.ts";
import { unitFamily } from "../../ingest/units.ts";
import type { Ask } from "./asks.ts";
import { quantityFit } from "./quantity.ts";
import type { Term } from "./question-terms.ts";
import type { Piece, Service } from "./service.ts";
import { MONEY } from "./term-weights.ts";
import type { Understanding } from "./understand.ts";
import { holds, partShare, programmeStrength, share } from "./wording.ts";

const NOTHING: Service = { served: 0, near: 0 };

/** How a run of clauses serves an ask that counts, by its best number; nothing where no number fits. */
export function countServes(
  ask: Ask,
  run: readonly Piece[],
  text: string,
  question: Understanding,
  weights: readonly number[],
  covered: readonly number[],
): Service {
  let best = NOTHING;
  run.forEach((piece, at) => {
    for (const { number, item, matches, before = run[at - 1]?.matches } of piece.numbers) {
      const fit =
        quantityFit(ask, number, question) *
        shareOfWhole(piece.folded, number, question) *
        (ask.general === undefined || item.includes(ask.general) ? 1 : 0.75) *
        (isOfChosen(ask, piece.folded, number, question) ? 0.3 : 1);
      if (fit === 0) continue;
      // What a number counts stands beside it, or in the clause before; the rest of the run says less.
      const local = matches.map((value, index) =>
        Math.max(value, 0.75 * (before?.[index] ?? 0), 0.45 * (covered[index] ?? 0)),
      );
      const near = share(weights, local);
      const beside = Math.max(
        share(weights, local, 1),
        0.8 * programmeStrength(item, question),
        0.6 * programmeStrength(run[at - 1]?.folded ?? "", question),
      );
      const each =
        (ask.payer === true && !PAYING.test(text) ? 0.3 : 1) *
        (ask.each === undefined ? 1 : PER.test(piece.folded) ? 1.15 : ask.each === "time" ? 0.6 : 0.35);
      const service = {
        served:
          (isPriced(question, covered) ? 1 : 0.3) *
          fit *
          (0.5 + 0.5 * beside) *
          (counts(ask, number, item, question)
            ? 1
            : ask.subject === true
              ? 0.4
              : isUnsaid(ask, text, question)
                ? 0.35
                : 0.55) *
          each,
        near,
        at: piece.start + number.start,
      };
      if (service.served + service.near > best.served + best.near) best = service;
    }
  });
  return best;
}

/**
 * "其中十多个省市超过2000万元" tells of a part where the whole was asked for, and so does "书屋、文化宫等项目31个" where the
 * question names no book room and no palace.
 */
function shareOfWhole(clause: string, { start }: FoundNumber, { folded, terms }: Understanding): number {
  if (clause.startsWith("其中")) return folded.includes("其中") ? 1 : 0.7;
  const listed = LISTED.exec(clause.slice(0, start))?.groups?.["listed"];
  const named = terms.some(({ word, weight }) => weight >= 0.5 && listed?.includes(word) === true);
  return listed === undefined || named ? 1 : IN_ALL.test(folded) ? 0.7 : 0.85;
}

/** "2名产业工人兼任副主席" and "惠及产业工人8000人" do not tell how many workers there are. */
const isOfChosen = (
  { counted }: Ask,
  clause: string,
  { end }: FoundNumber,
  { folded }: Understanding,
): boolean =>
  counted !== undefined &&
  HOW_MANY_ARE.test(folded) &&
  !CHOOSES.test(folded) &&
  (clause.includes(`${counted}中`) ||
    CHOSEN_FOR.test(clause.slice(end, end + counted.length + 8)) ||
    (IN_THE_WHOLE.test(folded) &&
      folded.replace(/[?\s]+$/u, "").endsWith(counted) &&
      !REACHED.test(folded) &&
      REACHED.test(clause)));
const HOW_MANY_ARE = /有(?:多少|几)/u;
const IN_THE_WHOLE = /(?:全[县市省州区国]|现在|目前|一共|总共)[^,。?]{0,4}有(?:多少|几)/u;
const REACHED = /惠及|服务|覆盖|培训|慰问|帮扶|救助|资助|参[加与赛]|组织/u;
const CHOOSES = /[兼任选评授获]|当(?!地)/u;
const CHOSEN_FOR = /兼任|担任|出任|当选|获评|评为|授予|荣获|入选/u;
const IN_ALL = /[一总]共|总[数额计量]|合计|加起来/u;
const LISTED = /(?<listed>[^,、]{2,}(?:、[^,、]+)+)等[^,、]{0,6}$/u;

const PRICE = /(?:一[张个份台套本只次天斤])?(?:要|是|得|卖)?(?:多少|几)(?:钱|块|元)/u;

/** Whether the thing right before 多少钱 is told of at all: 电影票 in "文化宫的电影票多少钱". */
function isPriced({ folded, terms }: Understanding, covered: readonly number[]): boolean {
  const at = PRICE.exec(folded)?.index;
  const priced = terms.findIndex(({ thing, span, weight }) => thing && weight >= 1 && span.end === at);
  return priced < 0 || MONEY.has(terms[priced]?.word ?? "") || (covered[priced] ?? 0) >= 0.3;
}

/** What members pay themselves, rather than what is paid out to them. */
const PAYING = /缴|交|自费|自付|个人|保费|会费|每人|元[/／]|人均|收费/u;
const PER =
  /平均|每[人名位户个天日年月次生台箱份]|人均|户均|每学年|一次性|[/／][人户年月天]|个人|标准|最高|不超过/u;

/** 退休干部 are not told of by clauses that say neither 退休 nor any other word for them. */
const isUnsaid = (
  { counted = "", countedWords = [] }: Ask,
  text: string,
  { terms, asks }: Understanding,
): boolean => {
  if (asks.length < 2 || counted.length < 4) return false;
  const words = countedWords.filter((word) => word.length >= 2);
  const others = terms.flatMap(({ word, alternatives }) => (counted.includes(word) ? alternatives : []));
  return words.length > 0 && ![...words, ...others].some((word) => text.includes(word));
};

// What members call a room or a spot is a 室 or a 站 in a report; which one it is the other words tell.
const ROOMS = /^(?:小?屋子?|房子|地方|地儿|场所|站|站点|点)$|房间$/u;
const ROOM = /[室屋房站点馆所]|之家|中心/u;
// 台 counts machines, whatever they are called.
const MACHINES = /^(?:机器|机子|设备|仪器)$/u;
const OF_MACHINES = /^[台套部架]$/u;

const ANYBODY = /^(?:工人|职工|员工|人员|群众|劳动者)$/u;

const saysOtherwise = ({ word, alternatives }: Term, text: string): boolean =>
  word.length >= 2 && alternatives.some((other) => other.length >= 2 && text.includes(other));

/** Whether the number's item is of what the ask counts, be it by another name of the same programme. */
function counts(
  { counted, countedWords = [], subject }: Ask,
  { unit }: FoundNumber,
  item: string,
  question: Understanding,
): boolean {
  if (
    counted === undefined ||
    holds(item, counted) ||
    (ROOMS.test(counted) && ROOM.test(item)) ||
    (MACHINES.test(counted) && OF_MACHINES.test(unit ?? ""))
  )
    return true;
  if (subject === true && ANYBODY.test(counted) && unitFamily(unit ?? "") === "people") return true;
  const said = partShare(counted, countedWords, item);
  // 131个项目 tells of 氧吧项目, but 职工之家 tells nothing of 职工书屋.
  const head = countedWords.findLast((word) => word !== counted && counted.endsWith(word));
  if (said >= 0.6 || (said >= 0.5 && head !== undefined && item.includes(head))) return true;
  if (question.terms.some((term) => counted.endsWith(term.word) && saysOtherwise(term, item))) return true;
  return question.programmes.some(
    ({ programme, words, by }) =>
      by === "saying" &&
      counted.includes(words.replaceAll(" ", "")) &&
      programme.terms.some((term) => holds(item, term)),
  );
}
