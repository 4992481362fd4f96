// What is meant where a field or a list is asked: its value, another item, none, a question, or words that may be either.
// listen.ts comes here once nothing else was meant.
import type { Form, Progress, Said } from "../../domain/form.ts";
import { countOf, fieldAt, holds, listPath } from "../../domain/form/path.ts";
import type { Field } from "../../domain/programme.ts";
import { optionsOf, type Reading, readValue } from "./field.ts";
import { readingContext } from "./listen-correct.ts";
import { classifyFreeText, FREE, looksLikeQuestion } from "./listen-question.ts";
import { breathIn, severalFor } from "./listen-several.ts";
import { chooseOne, readYesNo } from "./read-choice.ts";
import { parseNumber, readCountOf } from "./read-number.ts";
import { readPeople } from "./read-people.ts";
import { dense, plain } from "../words.ts";

const NO_MORE =
  /^(?:没有了?|没了|无|没有别人了?|没别人了?|就这些(?:人)?|就这么多|就(?:这)?[一二两三四五六七八九十\d]+个(?:人)?|够了|完了|说完了|填完了|齐了|好了|都说了|没有其他(?:人)?了?|no|none|no more|nobody(?: else)?|no one(?: else)?|that's all|that is all|that's it|done|finished|nothing|nothing else)$/;
const ANOTHER =
  /^(?:还有|还有的|有|有的|是|是的|对|再加|再加一个|加一个|加|添加|继续添加|还有一(?:个|位|口)(?:人)?|再来一个|yes|yes,? one more|one more|another|another one|add another|more)$/;
const FIRST_LINE = /^([^:=]{1,20})\s*[:=]\s*(.+)$/su;
const NONE = /^(?:没有?|无|没有的|无的|暂无|暂时没有|木有|none|no|nothing|n\/a|na)$/;

export function atField(
  form: Form,
  progress: Progress,
  field: Field,
  asked: string,
  text: string,
  now: Date,
): readonly Said[] {
  const context = {
    ...readingContext(form, progress, now),
    ...(progress.partial === undefined ? {} : { partial: progress.partial }),
  };
  if (FREE.has(field.type)) {
    const meant = classifyFreeText(text, field, form.programme.category);
    if (meant === "question") return [{ kind: "question", text }];
    if (field.optional && NONE.test(plain(text))) return [{ kind: "skip" }];
    const reading = readValue(field, text, context);
    return [meant === "unclear" && reading.kind === "value" ? { kind: "hold", text } : answerOf(reading)];
  }
  const several = severalFor(form, progress, text, now);
  if (several !== undefined) return several;
  // "多久能批下来" has the shape of a name.
  if (field.type === "name" && looksLikeQuestion(text)) return [{ kind: "question", text }];
  const reading = readValue(field, text, context);
  if (reading.kind === "value") return [answerOf(reading)];
  const stripped = withoutLabel(field, text);
  if (stripped !== undefined) {
    const again = readValue(field, stripped, context);
    if (again.kind === "value") return [answerOf(again)];
  }
  const roundabout = roundaboutNumber(field, text);
  if (roundabout !== undefined) {
    const again = readValue(field, roundabout, context);
    if (again.kind === "value") return [answerOf({ ...again, note: again.note ?? { kind: "read" } })];
  }
  const breath = breathIn(form, progress, text, now);
  if (breath !== undefined) return breath;
  const people = countsPeople(field) ? readPeople(text) : undefined;
  if (people !== undefined) {
    const again = readValue(field, String(people), context);
    if (again.kind === "value") return [answerOf({ ...again, note: { kind: "read" } })];
  }
  if (looksLikeQuestion(text)) return [{ kind: "question", text }];
  if (field.optional && NONE.test(plain(text))) return [{ kind: "skip" }];
  // A list begun by mistake: "没有了" at the first question of an item.
  const inner = listPath(asked);
  if (inner !== undefined && NO_MORE.test(dense(text)) && isUntouched(progress, inner.list, inner.index)) {
    return [{ kind: "remove-item", list: inner.list, index: inner.index }, { kind: "no-more" }];
  }
  return [answerOf(reading)];
}

const countsPeople = ({ type, label, question }: Field): boolean =>
  type === "count" && /几(?:口|个|位)?人|多少人|人口|人数/.test(`${label["zh-Hans"]}${question["zh-Hans"]}`);

const isUntouched = (progress: Progress, list: string, index: number): boolean =>
  Object.keys(progress.answers).every((path) => !path.startsWith(`${list}.${index}.`));

export function atList(
  form: Form,
  progress: Progress,
  list: Field,
  asked: string,
  text: string,
  now: Date,
): readonly Said[] {
  const words = plain(text);
  const joined = dense(text);
  const any = (pattern: RegExp): boolean => pattern.test(words) || pattern.test(joined);
  const id = listPath(asked)?.list ?? "";
  const have = countOf(progress, id);
  if (any(NO_MORE) && !/^就.*个/.test(joined)) return [{ kind: "no-more" }];
  const announced = readCountOf(joined.replace(/^(?:还有|另外还有|再加|一共|家里)/, ""));
  if (announced.kind === "number") {
    if (announced.value === 0) return [{ kind: "no-more" }];
    const more = have === 0 || /^(?:还有|另外|再)/.test(joined) ? announced.value : announced.value - have;
    if (more <= 0) return [{ kind: "no-more" }];
    if (have > 0 && announced.value === 1) return [{ kind: "another" }];
    return [{ kind: "items", count: more }];
  }
  if (any(ANOTHER)) return [{ kind: "another" }];
  const kin = kinCount(list, joined);
  if (kin > 1) return [{ kind: "items", count: kin }];
  // The next one told straight away: "王小明，儿子，15岁".
  const first = (list.fields ?? []).find(({ when }) => holds(when, progress.answers));
  const opened: Progress = {
    ...progress,
    counts: { ...progress.counts, [id]: have + 1 },
    asked: `${id}.${have}.${first?.id ?? ""}`,
  };
  const several = severalFor(form, opened, text, now);
  if (several !== undefined) return [{ kind: "another" }, ...several];
  if (looksLikeQuestion(text)) return [{ kind: "question", text }];
  if (first !== undefined && (!FREE.has(first.type) || joined.length <= 12)) {
    const reading = readValue(first, text, readingContext(form, progress, now));
    if (reading.kind === "value") return [{ kind: "another" }, given(`${id}.${have}.${first.id}`, reading)];
  }
  const agreed = readYesNo(text);
  if (agreed !== undefined) return [{ kind: agreed ? "another" : "no-more" }];
  return [{ kind: "wrong", problem: "not-list" }];
}

const PEOPLE = /(?:\d+|[一二两三四五六七八九十]+)(?=口(?!子)|个人$|人$)/g;

/** "五口，俩老人俩娃我一个": what follows the number only says who they are. */
const OF_PEOPLE =
  /^(?!小)[一二两三四五六七八九十\d]+口人?[,。;](?:[一二两俩三仨四五\d]?个?(?:老人|大人|娃|孩子|小孩|老的|小的|爹妈|父母|公婆|爸妈|我|老婆|老公|媳妇|爱人)(?:[一二两俩]?个?)[,、和跟]?)+$/;

/** The part that sums up: "我们一家五口，两个老人一个娃", "五万多一点吧就算五万二". */
function roundaboutNumber({ type }: Field, text: string): string | undefined {
  if (type !== "amount" && type !== "count") return undefined;
  if (looksLikeQuestion(text)) return undefined;
  const joined = dense(text);
  const settled = /(?:就算|就填|就写|就按|算是)(?:是|个|作)?([^,;。]+)$/.exec(joined)?.[1];
  if (settled !== undefined) return settled;
  const parts = joined.split(/[,;。]/);
  // "老婆孩子加我爸四口人"
  const people = type === "count" ? Array.from(joined.matchAll(PEOPLE), ([number]) => number) : [];
  if (parts.length < 2) return people.length === 1 ? people[0] : undefined;
  return type === "count"
    ? (parts.find((part) => /一家(?:子)?|一共|总共|全家/.test(part)) ??
        (people.length === 1 && OF_PEOPLE.test(joined) ? people[0] : undefined))
    : parts.find((part) => /一共|总共|合计|加起来|算下来/.test(part));
}

/** Somebody of the family, whichever of its relations it will be. */
const CHILD = /^(?:孩子|小孩|娃儿?|崽)$/;

/** "老婆和两个孩子" are three; 0 when a part of it names nobody. */
function kinCount(list: Field, joined: string): number {
  const relation = list.fields?.find(({ type }) => type === "choice");
  if (relation === undefined) return 0;
  const parts = joined
    .replace(/^(?:还有|有|我|我的)+/, "")
    .split(/和|、|,|跟|加上?|还有|以及|与|(?<=[a-z])and(?=[a-z])/);
  let total = 0;
  for (const part of parts) {
    const [, number, kin = ""] = /^(\d|[一二两三四五六七八九])?[个位名口]?(.+)$/.exec(part) ?? [];
    if (!CHILD.test(kin) && chooseOne(kin, optionsOf(relation)).kind !== "one") return 0;
    total += number === undefined ? 1 : (parseNumber(number) ?? 1);
  }
  return total;
}

export function heldAnswer(form: Form, progress: Progress, held: string, now: Date): readonly Said[] {
  const field = progress.asked === undefined ? undefined : fieldAt(form, progress.asked);
  if (field === undefined) return [{ kind: "nothing" }];
  return [answerOf(readValue(field, held, readingContext(form, progress, now)))];
}

function answerOf(reading: Reading): Said {
  if (reading.kind === "wrong") return reading;
  return {
    kind: "answer",
    value: reading.value,
    ...(reading.note === undefined ? {} : { note: reading.note }),
  };
}

export const given = (path: string, { value, note }: Extract<Reading, { kind: "value" }>): Said => ({
  kind: "give",
  path,
  value,
  ...(note === undefined ? {} : { note }),
});

/** "收入：三万五", "收入是三万五" as an answer to the income. */
function withoutLabel(field: Field, text: string): string | undefined {
  const joined = dense(text);
  for (const name of [field.label["zh-Hans"], field.label.en, ...field.also].map(dense)) {
    if (name.length < 2 || !joined.includes(name)) continue;
    const after = joined
      .slice(joined.indexOf(name) + name.length)
      .replace(/^(?:大概|大约|一共|就|是|为|有|:|=|is|are)+/, "");
    if (after !== "") return after;
  }
  const pair = FIRST_LINE.exec(plain(text));
  return pair?.[2];
}
