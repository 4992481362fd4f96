// Reads an answer as its field understands it: what a person typed becomes a value, or a problem that one line can name.
// listen.ts and the reviewers' corrections use it; readers of each kind are in read-*.ts. Pure.
import { fold } from "../../../ingest/script.ts";
import type { Batch, Unit } from "../../domain/application.ts";
import type { Problem, Value } from "../../domain/form.ts";
import type { Field } from "../../domain/programme.ts";
import { chosen, type Reading, wrong } from "./reading.ts";
import { readBatch, readUnit } from "./read-place.ts";
import { chooseOne, chooseSeveral, type Option, readYesNo } from "./read-choice.ts";
import { readSaidDate, isRealDay, written } from "./read-date.ts";
import { type Per, readAmountOf, readCountOf, type ReadNumber } from "./read-number.ts";
import { readCard, readIdentity, readMobile, readName } from "./read-personal.ts";
import { dayInChina, dense, plain, withoutTail } from "../words.ts";

export type { Reading } from "./reading.ts";

export interface ReadContext {
  readonly now: Date;
  readonly units: readonly Unit[];
  /** The batches on offer, in the order shown. */
  readonly batches: readonly { readonly batch: Batch; readonly free: number }[];
  /** What an earlier answer to the same question said already: "2025-08". */
  readonly partial?: string;
}

/** The value of a text that answers the field, in the shape `Value` says; never throws. Lists are read by listen.ts. */
export function readValue(field: Field, text: string, context: ReadContext): Reading {
  if (text.trim() === "") return wrong("empty");
  switch (field.type) {
    case "text":
    case "long-text":
    case "address":
      return readText(field, text);
    case "name":
      return fromText(readName(text));
    case "amount":
      return isOfAnother(field, text)
        ? wrong("not-amount")
        : bounded(field, readAmountOf(text, periodOf(field)), "not-amount");
    case "count":
      return bounded(field, readCountOf(withoutUnit(field, text)), "not-count");
    case "date":
    case "month":
      return readDate(field, text, context);
    case "identity-number":
      return fromText(readIdentity(text, context.now));
    case "mobile":
      return fromText(readMobile(text));
    case "bank-card":
      return fromText(readCard(text));
    case "choice":
      return chosen(chooseOne(text, optionsOf(field)));
    case "choices": {
      const ids = chooseSeveral(text, optionsOf(field));
      return ids === undefined ? wrong("not-choice") : value(ids, text);
    }
    case "yes-no": {
      const said = readYesNo(text) ?? (isEcho(field, text) ? true : undefined);
      return said === undefined ? wrong("not-yes-no") : { kind: "value", value: said };
    }
    case "batch":
      return readBatch(text, context.batches);
    case "unit":
      return readUnit(text, context.units);
    case "list":
      return wrong("not-list");
    default: {
      const impossible: never = field.type;
      return impossible;
    }
  }
}

/** The same, where a number may have a few words before it: "看病花了2万1". */
export function readLoosely(field: Field, text: string, context: ReadContext): Reading {
  const reading = readValue(field, text, context);
  if (reading.kind === "value" || (field.type !== "amount" && field.type !== "count")) return reading;
  const bare = text.replace(/^[^\d零一二两三四五六七八九十百千万不没无]{1,12}/u, "");
  return bare === text || bare === "" ? reading : readValue(field, bare, context);
}

const INCOME = /收入|工资|挣钱|income|wages/;
const SPENDING = /支出|开销|花费|花钱|spending|costs/;

/** "没有收入" to what was spent answers what came in, and the other way round. */
function isOfAnother({ label, question, also }: Field, text: string): boolean {
  const words = dense(text);
  if (/\d/.test(words) || !/^(?:没|无|木有|no)/.test(words)) return false;
  const asked = dense([label["zh-Hans"], label.en, question["zh-Hans"], question.en, ...also].join(" "));
  const spent = SPENDING.test(asked);
  return INCOME.test(asked) !== spent && (spent ? INCOME : SPENDING).test(words);
}

const value = (read: Value, text: string): Reading =>
  /^[\d\s,、]+$/.test(plain(text))
    ? { kind: "value", value: read, note: { kind: "read" } }
    : { kind: "value", value: read };

const fromText = (read: { value: string } | { problem: Problem }): Reading =>
  "value" in read ? { kind: "value", value: read.value } : wrong(read.problem);

export const optionsOf = (field: Field): readonly Option[] =>
  (field.choices ?? []).map(({ id, label, also }) => ({
    id,
    names: [label["zh-Hans"], label.en, ...also, id],
  }));

const MOST: Partial<Record<Field["type"], number>> = { text: 200, address: 200, "long-text": 2000 };
const LEAST: Partial<Record<Field["type"], number>> = { text: 1, address: 4, "long-text": 2 };

const BARE_DATE =
  /^(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}[日号]?)?$|^\d{4}年$|^\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?$/;
const ASKS_WHEN = /什么时候|时间|哪[天年]|几[点号时月]|日期|多久/;

function readText({ type, min, max, question }: Field, text: string): Reading {
  const trimmed = text
    .normalize("NFC")
    .replace(/[\u200b-\u200f\ufeff]/g, "")
    .trim();
  const length = Array.from(trimmed).length;
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return wrong("not-text");
  if (BARE_DATE.test(dense(trimmed)) && !ASKS_WHEN.test(question["zh-Hans"])) return wrong("not-text");
  if (length < (min ?? LEAST[type] ?? 1)) return wrong("too-short");
  if (length > (max ?? MOST[type] ?? 2000)) return wrong("too-long");
  return { kind: "value", value: trimmed };
}

/** "建过" to "建过档吗？": the question's own word, said without a no. */
function isEcho({ question, label }: Field, text: string): boolean {
  const said = withoutTail(
    dense(text).replace(/^(?:我|我们|都|已经|早就|也|是)+/, ""),
    /(?:了|过|的|啊|呀)$/,
  );
  const asked = dense(question["zh-Hans"]);
  return (
    said.length <= 6 &&
    /^\p{Script=Han}+$/u.test(said) &&
    !/[不没无未非吗呢么几]|什么|还是|多少/.test(said) &&
    !asked.includes("还是") &&
    (asked.includes(said) || dense(label["zh-Hans"]).includes(said))
  );
}

/** Whether the field asks for the sum of a year or of a month, as its question says. */
function periodOf({ label, question }: Field): Per {
  const asked = `${label["zh-Hans"]} ${label.en} ${question["zh-Hans"]} ${question.en}`.toLowerCase();
  const year =
    /年收入|年支出|全年|一年|每年|年度|12 ?个月|十二个月|annual|yearly|per year|a year|12 months|twelve months/.test(
      asked,
    );
  const month = /每个?月|月收入|月支出|月均|月工资|一个月(?!的平均)|monthly|per month|a month/.test(asked);
  return year === month ? undefined : year ? "year" : "month";
}

const withoutUnit = ({ label }: Field, text: string): string =>
  fold(text).startsWith(label["zh-Hans"]) ? text.slice(label["zh-Hans"].length) : text;

function bounded({ min, max }: Field, read: ReadNumber, problem: Problem): Reading {
  if (read.kind !== "number") return wrong(read.kind === "vague" ? "vague" : problem);
  if (read.value < (min ?? 0)) return wrong("too-low");
  if (read.value > (max ?? 1e9)) return wrong("too-high");
  return { kind: "value", value: read.value, ...(read.note === undefined ? {} : { note: read.note }) };
}

function readDate(field: Field, text: string, { now, partial }: ReadContext): Reading {
  const today = dayInChina(now);
  const said = readSaidDate(text, {
    today,
    ...(field.time === undefined ? {} : { time: field.time }),
    ...(partial === undefined ? {} : { partial }),
  });
  if (said === undefined) return wrong("not-date");
  const { year, month, day } = said;
  if (month !== undefined && (year === undefined || !isRealDay(year, month, day ?? 1)))
    return wrong("not-date");
  if (month === undefined) return { kind: "wrong", problem: "which-month", partial: written(said) };
  if (field.type === "date" && day === undefined) {
    return { kind: "wrong", problem: "which-day", partial: written(said) };
  }
  const whole = written(field.type === "date" ? said : { year: year ?? 0, month });
  const limit = today.slice(0, whole.length);
  if (field.time === "past" && whole > limit) return wrong("in-future");
  if (field.time === "future" && whole < limit) return wrong("in-past");
  const literal =
    dense(text)
      .replace(/[日号]$/, "")
      .replace(/[年月/.]/g, "-") === whole;
  return { kind: "value", value: whole, ...(literal ? {} : { note: { kind: "read" } }) };
}

/** A value as it may be shown: numbers of identity, bank and telephone in part, other sensitive ones not at all. */
export function mask(field: Pick<Field, "type" | "sensitive">, shown: Value): string {
  const text = typeof shown === "object" ? shown.join(", ") : String(shown);
  switch (field.type) {
    case "identity-number":
      return `${text.slice(0, 4)}********${text.slice(-4)}`;
    case "bank-card":
      return `****${text.slice(-4)}`;
    case "mobile":
      return `${text.slice(0, 3)}****${text.slice(-4)}`;
    case "name":
      return field.sensitive ? `${Array.from(text)[0] ?? ""}**` : text;
    default:
      return field.sensitive ? "***" : text;
  }
}
