// Somebody of a list who was left out: "还有一个女儿没填", "家里人漏填了". Pure; listen-correct.ts asks here.
import type { Form, Progress, Said } from "../../domain/form.ts";
import { anotherOf, countOf, isAsked } from "../../domain/form/path.ts";
import type { Field } from "../../domain/programme.ts";
import { optionsOf } from "./field.ts";
import { namesOf } from "./listen-names.ts";
import { dense } from "../words.ts";

const LEFT_OUT =
  /^(?:不对|等等|等一下|哦|啊|对了|,)*(?:我|我家|家里)?(?:好像|还|少|漏)*(?:有|了)?(?<number>[一二两三四五六]|\d)?(?:个|位|名|口)?(?<who>.{1,8}?)(?:(?:都|还)?(?:没|忘了?|忘记)(?:填|写|报|算|加)(?:上|进去)?|漏(?:填|写|报|掉)?)了?$/;

/** One more item for each who was left out, with the relation that was named; undefined when the words name nobody of a list. */
export function leftOutOf(form: Form, progress: Progress, text: string): readonly Said[] | undefined {
  const { number = "", who = "" } = LEFT_OUT.exec(dense(text))?.groups ?? {};
  if (who === "") return undefined;
  for (const list of form.programme.fields) {
    if (list.type !== "list" || !isAsked(form, progress, list.id)) continue;
    const relation = list.fields?.find(({ type }) => type === "choice");
    const named = relation === undefined ? undefined : relationOf(relation, who);
    if (named === undefined && !isOfList(list, who)) continue;
    const many = Math.max(
      1,
      Number.isNaN(Number(number)) ? "零一二三四五六".indexOf(number) : Number(number),
    );
    const times = number === "两" ? 2 : many;
    if (progress.asked === anotherOf(list.id) && times === 1 && named === undefined)
      return [{ kind: "another" }];
    const have = countOf(progress, list.id);
    return Array.from({ length: times }, (_, index): Said[] => [
      { kind: "more-of", list: list.id },
      ...(relation === undefined || named === undefined
        ? []
        : [
            {
              kind: "give" as const,
              path: `${list.id}.${have + index}.${relation.id}`,
              value: named,
              note: { kind: "read" as const },
            },
          ]),
    ]).flat();
  }
  return undefined;
}

const relationOf = (relation: Field, who: string): string | undefined =>
  optionsOf(relation).find(({ names }) => names.some((name) => dense(name) === who))?.id;

const isOfList = (list: Field, who: string): boolean =>
  namesOf(list).includes(who) || /^(?:家里?人|人|成员)$/.test(who);
