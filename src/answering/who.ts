// How well clauses name what "who" and "which" ask for. Pure; service.ts asks it of every run of clauses.
import { dictionaryWords, isOrdinaryWord } from "../../ingest/words.ts";
import type { Ask } from "./asks.ts";
import { isNewName } from "./named.ts";
import type { Piece } from "./service.ts";
import type { Understanding } from "./understand.ts";

const ORGANISATION = /公司|集团|班组|学院|学校|中心|工厂|厂|局|委员会|基金会|企业|单位/u;

// A foundation is no company, and a school no hospital.
const COMPANY = /公司|集团|企业|厂/u;
const KINDS_OF_HOUSE = [
  COMPANY,
  /医院|卫生院|诊所/u,
  /学校|学院|大学|中学|小学|职教|职业教育|技校/u,
  /局|委员会|部门/u,
];

/** From 0 to 1: a name beside the word it is asked for, else anybody named, else an organisation. */
export function names(
  { target, named: byName, head }: Ask,
  run: readonly Piece[],
  text: string,
  question: Understanding,
  covered: readonly number[],
): number {
  if (target === "place") return run.some(({ located }) => located) ? 1 : 0.5;
  if (target === "organisation") {
    if (head !== undefined && text.includes(head)) return isOnlyCalled(head, text, question) ? 0.35 : 1;
    // 哪家书店 is not told by any company.
    if (head !== undefined && !ORGANISATION.test(head) && !/工会|协会|班组|集团/u.test(head)) return 0.35;
    const kind = KINDS_OF_HOUSE.find((words) => head !== undefined && words.test(head)) ?? ORGANISATION;
    if (kind.test(text)) return head === undefined ? 1 : 0.7;
    // 中国联通 is a company without the word, where the clauses tell of all else that was asked.
    const unsaid = kind === COMPANY && head !== undefined && tellsOfAllBut(head, run, question);
    return unsaid || kind === ORGANISATION ? 0.5 : 0.35;
  }
  // A name that is asked for stands with the word for whose name it is.
  const whose = question.terms.findLastIndex(({ weight }) => weight >= 0.5);
  // Who designed it is not told by who was there.
  const deed = question.terms.findIndex(
    ({ span, word, weight }) =>
      weight >= 0.5 &&
      word.length > 1 &&
      question.folded.slice(span.end).startsWith("的") &&
      /谁(?:来|给|帮)?$/u.test(question.folded.slice(0, span.start)),
  );
  if (deed >= 0 && !run.some(({ matches }) => (matches[deed] ?? 0) >= 0.5)) return 0.3;
  if (byName === true && target === undefined && !isCalled(question, covered)) return 0.2;
  if (byName === true && target === undefined)
    return /[“「『《"]/u.test(text) || run.some(({ person }) => person)
      ? 0.9
      : ORGANISATION.test(text) || run.some(({ located }) => located)
        ? 0.7
        : 0.2;
  // "律师是谁": a name right behind the word that was asked for.
  const named = question.terms.some(({ word, weight }, index) => {
    const at = text.indexOf(word);
    return (
      weight >= 0.5 &&
      at >= 0 &&
      (byName !== true || index === whose) &&
      isNewName(text.slice(at + word.length, at + word.length + 2))
    );
  });
  if (named) return 1;
  if (byName === true) {
    const word = question.terms[whose]?.word ?? "";
    if (run.some(({ folded }) => followedByName(folded, word))) return 1;
    return run.some(({ person, matches }) => person && (matches[whose] ?? 0) >= 0.8) ? 0.8 : 0.2;
  }
  // Whose name stands in the clause that tells of the award was given it.
  if (run.some(({ person, folded }) => person && folded.includes(question.terms[whose]?.word ?? "-")))
    return 0.9;
  if (run.some(({ person }) => person)) return 0.8;
  return ORGANISATION.test(text) ? 0.7 : GROUP.test(text) ? 0.6 : 0.4;
}
// "谁去的" is told by 工会干部, too.
const GROUP = /干部|职工|劳模|工匠|代表|学员|队员|教师|医生|律师|志愿者/u;

/** Whether clauses say 企业 and name none, other than the one that the question names. */
function isOnlyCalled(head: string, text: string, { terms }: Understanding): boolean {
  if (!COMPANY.test(head)) return false;
  const asked = terms.map(({ word }) => word);
  return Array.from(text.matchAll(NAMED_COMPANY)).every(
    ([found]) => GENERAL_COMPANY.test(found) || asked.some((word) => word !== head && found.includes(word)),
  );
}
const NAMED_COMPANY = /[^\P{Script=Han}和与跟同]{2,}?(?:公司|集团|企业|厂)/gu;
const GENERAL_COMPANY =
  /(?:^|[与和各类个的等在为我本该几些]|重点|有关|相关|国有|民营|非公|文旅|户外)(?:企业|公司|集团|厂)$/u;

/** Whether the thing right before "叫什么" is told of: a platform does not say what its app is called. */
function isCalled({ folded, terms }: Understanding, covered: readonly number[]): boolean {
  const at = folded.search(/(?:都|到底)?叫(?:什么|啥)/u);
  const thing = terms.findIndex(({ span, weight }) => weight >= 0.4 && span.end === at);
  return thing < 0 || (covered[thing] ?? 0) >= 0.3;
}

/** Whether the clauses hold every word of the question that counts, other than the one for what is to be named. */
const tellsOfAllBut = (head: string, run: readonly Piece[], { terms }: Understanding): boolean =>
  terms.every(
    ({ word, weight }, index) =>
      weight < 0.5 || head.includes(word) || run.some(({ matches }) => (matches[index] ?? 0) >= 0.6),
  );

/** Whether a few characters that are no word follow the word to the end of the clause: 母永奇 in "盾构主司机母永奇". */
function followedByName(folded: string, word: string): boolean {
  const at = word === "" ? -1 : folded.indexOf(word);
  const name =
    at < 0 ? null : /^[”」』"]?[\p{Script=Han}·]{2,5}(?=[、,。;等]|$)/u.exec(folded.slice(at + word.length));
  return (
    name !== null &&
    !/^[之的们和等]/u.test(name[0]) &&
    !isOrdinaryWord(name[0].replace(/^[”」』"]/u, "")) &&
    // "协议签订后" says what was done.
    (isNewName(name[0].slice(0, 2)) || dictionaryWords(name[0]).every((part) => !isOrdinaryWord(part)))
  );
}
