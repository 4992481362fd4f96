// What members call the questions of a form: by label, by other names, by number, and inside a list by whose it is
// ("王芳的收入", "第二个人的年龄"). listen-correct.ts finds here which answer is meant.
import { type Form, HOME, type Progress } from "../../domain/form.ts";
import { countOf, fieldAt, itemsOf, listPath, pathsOf } from "../../domain/form/path.ts";
import type { Field, Paper } from "../../domain/programme.ts";
import { dense, isOneTypoApart, plain, withoutLead, withoutTail } from "../words.ts";

interface Named {
  readonly path: string;
  readonly names: readonly string[];
}

const HAN_NUMBERS = "一二三四五六七八九十";

// What everybody calls these, whatever the form's label is.
const USUAL: Partial<Record<Field["type"], readonly string[]>> = {
  name: ["姓名", "名字", "name"],
  "identity-number": ["身份证号", "身份证号码", "身份证", "id number"],
  mobile: ["手机号", "手机号码", "手机", "电话", "电话号码", "phone", "phone number", "mobile"],
  "bank-card": ["银行卡号", "银行卡", "卡号", "bank card", "card number"],
  batch: ["批次", "日期", "batch", "group"],
  address: ["地址", "住址", "address"],
};

/** What a field or a paper may be called, in the form `dense` gives. */
export const namesOf = (one: Field | Paper): string[] => {
  const usual = "type" in one ? (USUAL[one.type] ?? []) : [];
  return [...new Set([one.label["zh-Hans"], one.label.en, ...one.also, ...usual].map(dense))];
};

/** Words that mean an item of a list: its names, its choices ("妈妈" for the relation mother), its place. */
export function ownersOf(form: Form, progress: Progress, list: string, index: number): string[] {
  const field = fieldAt(form, list);
  const said = (field?.fields ?? []).flatMap((own) => {
    const value = progress.answers[`${list}.${index}.${own.id}`];
    if (own.type === "name" || own.type === "text") return typeof value === "string" ? [dense(value)] : [];
    const chosen = own.choices?.find(({ id }) => id === value);
    return chosen === undefined ? [] : [chosen.label["zh-Hans"], chosen.label.en, ...chosen.also].map(dense);
  });
  const number = HAN_NUMBERS[index] ?? String(index + 1);
  const label = dense(field?.label["zh-Hans"] ?? "");
  const counters = ["个", "位", "个人", "位家人", "个家人", "口人", label];
  const places = counters.flatMap((counter) => [`第${number}${counter}`, `第${index + 1}${counter}`]);
  return [...said, ...places, `#${index + 1}`, `person${index + 1}`];
}

function allNames(form: Form, progress: Progress): Named[] {
  const fields = pathsOf(form, progress).flatMap(({ path, field }): Named[] => {
    const inner = listPath(path);
    if (inner === undefined) return [{ path, names: namesOf(field) }];
    if (inner.index < 0) return [];
    const own = namesOf(field);
    const owners = ownersOf(form, progress, inner.list, inner.index);
    return [
      {
        path,
        names: [
          ...own,
          ...owners.flatMap((owner) =>
            own.flatMap((name) => [`${owner}的${name}`, `${owner}${name}`, `${owner}'s${name}`]),
          ),
        ],
      },
    ];
  });
  const lists = form.programme.fields
    .filter(({ type, id }) => type === "list" && itemsOf(form, progress).some(({ path }) => path === id))
    .map((field): Named => ({ path: field.id, names: namesOf(field) }));
  const papers = itemsOf(form, progress).flatMap((item): Named[] =>
    item.kind === "paper" ? [{ path: item.path, names: namesOf(item.paper) }] : [],
  );
  return [...fields, ...lists, ...papers];
}

const LEAD =
  /^(?:把|将|那|那个|那项|这个|这项|刚才的?|刚刚的?|之前的?|前面的?|上面的?|我的|我们的|我家的?|我填的|我写的|我说的|我|关于|the|my|our|that|this|about)\s*/;
const TAIL =
  /(?:那一项|这一项|那项|这项|一项|那一栏|一栏|那栏|那个|那里|这里|这个|的时候|刚才|之前|前面|好像|我|的|也|都|,|:|又|field|answer|question|number one)$/;

const trimmed = (term: string): string => dense(withoutTail(withoutLead(plain(term), LEAD), TAIL));

const NUMBERED =
  /^(?:第|no\.?|number|item|line|question|#)?(\d{1,2}|[一二三四五六七八九十]{1,3})(?:[.-](\d{1,2}))?(?:项|条|个问题|个|题|行|号|栏|点)?$/;

/** Paths of what the words name, all that fit equally well. `strict`: only a full name counts. */
export function resolve(form: Form, progress: Progress, term: string, strict: boolean): string[] {
  const words = trimmed(term);
  if (words === "") return [];
  const numbered = numberedPaths(form, progress, words);
  if (numbered !== undefined) return numbered;
  const all = allNames(form, progress);
  const exact = all.filter(({ names }) => names.includes(words));
  if (exact.length > 0) return unique(preferred(exact, progress));
  if (strict || words.length < 2) return [];
  const scored = all.map(({ path, names }) => ({
    path,
    names,
    score: Math.max(0, ...names.map((name) => closeness(name, words))),
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  if (best > 0)
    return unique(
      preferred(
        scored.filter(({ score }) => score === best),
        progress,
      ),
    );
  if (words.length < 3) return [];
  return unique(
    preferred(
      all.filter(({ names }) => names.some((name) => isOneTypoApart(name, words))),
      progress,
    ),
  );
}

/** How much of the longer the shorter covers, when one holds the other. */
function closeness(name: string, words: string): number {
  if (name.length < 2 || words.length > name.length + 6) return 0;
  if (name.includes(words)) return words.length / name.length;
  return words.includes(name) ? name.length / words.length : 0;
}

/** A name shared by a question and a list's own ones means the one in hand, else the question. */
function preferred(found: readonly Named[], { asked }: Progress): string[] {
  const paths = found.map(({ path }) => path);
  const current = asked === undefined ? undefined : listPath(asked);
  if (current !== undefined) {
    const here = paths.filter((path) => {
      const inner = listPath(path);
      return inner?.list === current.list && inner.index === current.index;
    });
    if (here.length > 0) return here;
  }
  const outer = paths.filter((path) => listPath(path) === undefined);
  return outer.length > 0 ? outer : paths;
}

const unique = (paths: readonly string[]): string[] => [...new Set(paths)];

function numberedPaths(form: Form, progress: Progress, words: string): string[] | undefined {
  const [, first = "", second] = NUMBERED.exec(words) ?? [];
  if (first === "" || (/^[一二三四五六七八九十]+$/.test(first) && !/第|项|条|题/.test(words)))
    return undefined;
  const number = /^\d/.test(first) ? Number(first) : hanNumber(first);
  const item = itemsOf(form, progress)[number - 1];
  if (item === undefined) return [];
  if (item.kind === "paper" || item.field.type !== "list") return [item.path];
  if (second === undefined) return [item.path];
  const index = Number(second) - 1;
  if (index >= countOf(progress, item.path)) return [];
  return pathsOf(form, progress)
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${item.path}.${index}.`));
}

function hanNumber(text: string): number {
  const [tens, ones] = text.includes("十") ? text.split("十") : ["0", text];
  const digit = (one: string | undefined): number =>
    one === undefined || one === "" ? 0 : HAN_NUMBERS.indexOf(one) + 1;
  return (tens === "" ? 1 : tens === "0" ? 0 : digit(tens)) * 10 + digit(ones);
}

/** Of some paths the one the words name, by number or by name; undefined when they name none or several. */
export function resolveAmong(
  form: Form,
  progress: Progress,
  paths: readonly string[],
  text: string,
): string | undefined {
  const number = /^第?([1-9])[个项.、]?$/.exec(dense(text))?.[1];
  if (number !== undefined) return paths[Number(number) - 1];
  const words = dense(text).replace(/^(?:是|要改|改|change)/, "");
  const named = allNames(form, progress).filter(({ path }) => paths.includes(path));
  const exact = named.filter(({ names }) => names.includes(trimmed(words)));
  const found =
    exact.length > 0
      ? exact
      : named.filter(({ names }) => names.some((name) => closeness(name, trimmed(words)) > 0.4));
  return found.length === 1 ? found[0]?.path : undefined;
}

/** The index of the item that the words mean: "第二位", "王芳", "妈妈". */
export function resolveItem(
  form: Form,
  progress: Progress,
  term: string,
): { list: string; index: number } | undefined {
  const words = trimmed(term);
  const lists = form.programme.fields.filter(({ type }) => type === "list").map(({ id }) => id);
  const found = lists.flatMap((list) =>
    Array.from({ length: countOf(progress, list) }, (_, index) => ({ list, index })).filter(({ index }) =>
      ownersOf(form, progress, list, index).includes(words),
    ),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The answered question before the one asked; undefined when there is none. */
export function previousPath(form: Form, progress: Progress): string | undefined {
  const paths = pathsOf(form, progress).map(({ path }) => path);
  const at = progress.asked === undefined ? paths.length : paths.indexOf(progress.asked);
  return paths
    .slice(0, at < 0 ? paths.length : at)
    .filter((path) => path !== HOME || paths.length === 1 || at === 1)
    .filter((path) => Object.hasOwn(progress.answers, path) || progress.skipped.includes(path))
    .filter((path) => !path.endsWith(".+"))
    .at(-1);
}
