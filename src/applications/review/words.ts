// Commands of staff as they type them: "/approve 123", "通过 123", "退回 123 收入证明 请补盖章". Pure; review.ts carries them
// out. Chinese words count only with a case number, so that an officer can also talk to the bot like anybody else.
import { fold } from "../../../ingest/script.ts";
import type { Locale } from "../../domain/message.ts";
import type { Programme } from "../../domain/programme.ts";
import { folded } from "../cases/labels.ts";

/** Commands about one case; each has a usage line `staff.usage.<name>`. */
export type CaseCommand =
  | "case"
  | "approve"
  | "forward"
  | "ask"
  | "refuse"
  | "paid"
  | "correct"
  | "assign"
  | "object"
  | "close"
  | "note"
  | "paper";

export type OfficeCommand = "batch" | "staff" | "unit";

export type StaffCommand =
  | { readonly kind: "help" }
  | { readonly kind: "queue"; readonly page: number }
  | { readonly kind: "about"; readonly command: CaseCommand; readonly number: string; readonly rest: string }
  /** A slash command about a case without its number. */
  | { readonly kind: "usage"; readonly command: CaseCommand }
  | { readonly kind: "office"; readonly command: OfficeCommand; readonly rest: string };

const ABOUT: readonly (readonly [CaseCommand, string])[] = [
  ["refuse", "不通过|不予通过|不同意|拒绝|驳回"],
  ["approve", "通过|同意|批准|审核通过"],
  ["forward", "上报|转上级|报上级|提交上级"],
  ["ask", "退回|补件|补材料|补充"],
  ["paid", "已发放|已拨付|已发|发放|拨付"],
  ["correct", "更正|改正|代改"],
  ["assign", "转给|指派|分给|交给"],
  ["object", "有异议|异议"],
  ["close", "办结|结案"],
  ["note", "备注|记备注"],
  ["paper", "看材料|材料"],
  ["case", "查看|打开|案件|案"],
];
const SLASHES: ReadonlySet<string> = new Set(ABOUT.map(([command]) => command));
const HELP = /^(?:\/helpstaff|\/help|帮助|工作帮助)$/;
const QUEUE = /^(?:\/queue|待办|待办列表|queue)(?:\s*(\d{1,3}))?$/;
const NUMBER = /^\s*[#＃号]?\s*(\d{4}-\d{1,6}|\d{1,6})(?!\d)\s*[:：,，]?\s*/;
const OFFICE: readonly (readonly [OfficeCommand, RegExp])[] = [
  ["batch", /^(?:\/batch(?![a-z])|批次(?=\s|$))\s*/],
  ["staff", /^(?:\/staff(?![a-z])|人员(?=\s|$))\s*/],
  ["unit", /^(?:\/unit(?![a-z])|单位(?=\s|$))\s*/],
];

/** Undefined when the words are no command of staff. */
export function parseStaffCommand(text: string): StaffCommand | undefined {
  const said = text.trim();
  // Same length as what was said, so that positions in one are positions in the other.
  const same = fold(said);
  if (HELP.test(same)) return { kind: "help" };
  const queue = QUEUE.exec(same);
  if (queue !== null) return { kind: "queue", page: Math.max(1, Number(queue[1] ?? 1)) };
  for (const [command, head] of OFFICE) {
    const found = head.exec(same);
    if (found !== null) return { kind: "office", command, rest: said.slice(found[0].length).trim() };
  }
  const slash = /^\/([a-z]+)(?![a-z])/.exec(same);
  if (slash !== null) {
    const name = slash[1] ?? "";
    const command = ABOUT.find(([one]) => one === name)?.[0];
    if (command === undefined || !SLASHES.has(name)) return undefined;
    return about(command, said, slash[0].length) ?? { kind: "usage", command };
  }
  for (const [command, words] of ABOUT) {
    const head = new RegExp(`^(?:${words})`).exec(same);
    const found = head === null ? undefined : about(command, said, head[0].length);
    if (found !== undefined) return found;
  }
  return undefined;
}

function about(command: CaseCommand, said: string, from: number): StaffCommand | undefined {
  const tail = said.slice(from);
  const found = NUMBER.exec(fold(tail));
  if (found === null) return undefined;
  return { kind: "about", command, number: found[1] ?? "", rest: tail.slice(found[0].length).trim() };
}

/** The yes that `withoutYes` reads. */
export const yesIn = (locale: Locale): string => (locale === "en" ? "confirm" : "确认");

/** What stands before a yes at the end: "2 确认" is reason 2, and meant. */
export function withoutYes(rest: string): { readonly said: string; readonly sure: boolean } {
  const yes = /(?:^|[\s,，。]+)(?:确认|確認|confirm)[。.!！]?$/i.exec(rest);
  return { said: rest.slice(0, yes?.index).trim(), sure: yes !== null };
}

/** "收入证明、户口本 请补盖章" as what is asked for and a note; `names` tells which paths words mean. */
export function splitAsked(
  rest: string,
  names: (words: string) => readonly string[],
): { readonly paths: readonly string[]; readonly unclear: readonly string[]; readonly note: string } {
  const colon = /[:：]/.exec(rest)?.index;
  const list = colon === undefined ? rest : rest.slice(0, colon);
  const after = colon === undefined ? "" : rest.slice(colon + 1).trim();
  const noteFrom = (at: number): string => `${list.slice(at).trim()} ${after}`.trim();
  const paths: string[] = [];
  const unclear: string[] = [];
  for (const { 0: text, index: at } of list.matchAll(/[^,，、;；]+/g)) {
    const ends = Array.from(text.matchAll(/\S+/g), (word) => word.index + word[0].length);
    // The longest beginning that names something is the name; what follows it behind a space is the note.
    const end = ends.findLast((one) => names(text.slice(0, one)).length > 0);
    if (end === undefined)
      return { paths, unclear, note: paths.length + unclear.length > 0 ? noteFrom(at) : after };
    const [only = "", ...others] = names(text.slice(0, end));
    if (others.length > 0) unclear.push(only, ...others);
    else paths.push(only);
    if (end !== ends.at(-1)) return { paths, unclear, note: noteFrom(at + end) };
  }
  return { paths: [...new Set(paths)], unclear, note: after };
}

/** A reason by its number, its name, or an officer's own words; undefined when there is none. */
export function refusalMeant(
  { refusals }: Programme,
  rest: string,
): { readonly refusal: string | undefined; readonly words: string } {
  if (rest === "") return { refusal: undefined, words: "" };
  const numbered = /^(\d{1,2})(?:\s+|[.、,，:：]\s*|$)(.*)$/s.exec(rest);
  const byNumber = refusals[Number(numbered?.[1] ?? 0) - 1];
  if (numbered !== null && byNumber !== undefined) {
    return { refusal: byNumber.id, words: (numbered[2] ?? "").trim() };
  }
  for (const { id, label } of refusals) {
    for (const name of [id, label["zh-Hans"], label.en]) {
      if (folded(rest) === folded(name)) return { refusal: id, words: "" };
      if (rest.toLowerCase().startsWith(`${name.toLowerCase()} `))
        return { refusal: id, words: rest.slice(name.length).trim() };
    }
  }
  return { refusal: "other", words: rest };
}
