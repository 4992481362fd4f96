// Which batch and which union somebody means: by number, name, place or day, in Chinese or pinyin. field.ts calls it.
import { shortName } from "../../../ingest/places.ts";
import { inPinyin } from "../../../ingest/romanised.ts";
import type { Unit } from "../../domain/application.ts";
import type { ReadContext } from "./field.ts";
import { chosen, type Reading, wrong } from "./reading.ts";
import { chooseOne, type Option } from "./read-choice.ts";
import { dense, plain, withoutLead, withoutTail } from "../words.ts";

export function readBatch(text: string, offered: ReadContext["batches"]): Reading {
  if (offered.length === 0) return wrong("no-places");
  const options = offered.map(({ batch }): Option => {
    const [, month, day] = batch.startsOn.split("-").map(Number);
    return {
      id: batch.id,
      names: [
        batch.title,
        `${batch.title}(${batch.startsOn})`,
        batch.startsOn,
        `${month}月${day}日`,
        `${month}月${day}号`,
        `${month}月`,
      ],
    };
  });
  return chosen(chooseOne(text, options));
}

const UNIT_LEAD =
  /^(?:我们单位是|单位是|我们单位|我们|我在|我是|在|我|是|住在|工作在|属于|来自|i work at |i work in |i am from |i'm from |i live in |in |at |from |the )/;
const UNIT_TAIL = /(?:的|工作|上班|那边|这边|人|那里|这里|吧|县里|市里)$/;

/** Names end in what they are; members leave that away. */
const core = (name: string): string =>
  shortName(
    dense(name)
      .replace(/(?:总工会|工会委员会|工会联合会|工会)$/, "")
      .replace(/工会$/, ""),
  );

export function readUnit(text: string, units: readonly Unit[]): Reading {
  const said = dense(withoutTail(withoutLead(plain(text), UNIT_LEAD), UNIT_TAIL));
  if (said === "") return wrong("not-unit");
  const exact = units.filter(
    ({ id, name }) => dense(name) === said || dense(name) === dense(text) || id === said,
  );
  if (exact[0] !== undefined) return { kind: "value", value: exact[0].id };
  const ordinal = chooseOne(
    text,
    units.slice(0, 9).map(({ id }) => ({ id, names: [] })),
  );
  if (units.length <= 9 && ordinal.kind === "one")
    return { kind: "value", value: ordinal.id, note: { kind: "read" } };
  const english = /^[a-z' -]+$/.test(said) ? said.replace(ENGLISH_TAIL, "").replaceAll("'", "") : undefined;
  const ranked = units
    .map((unit) => ({
      unit,
      rank:
        english === undefined
          ? rankOf(unit, said) || (OF_SELF.test(plain(text)) && isWithin(unit, said) ? 1 : 0)
          : rankOfPinyin(unit, english),
    }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank);
  const best = ranked.filter(({ rank }) => rank === ranked[0]?.rank).map(({ unit }) => unit);
  const [first] = best;
  if (first === undefined) return wrong("not-unit");
  if (best.length === 1) return { kind: "value", value: first.id, note: { kind: "read" } };
  return wrong(
    "which-unit",
    best.slice(0, 8).map(({ id }) => id),
  );
}

/** "我家在青禾县，我也不知道归哪个工会管": somebody says where they are, among other things. */
const OF_SELF = /^(?:我|我们|我家|我们家|俺|咱)(?:就|是|都|们|家|一家)*(?:住|在|属于|是)/;

const isWithin = ({ name }: Unit, said: string): boolean =>
  core(name).length >= 2 && said.includes(core(name));

const ENGLISH_TAIL =
  /(?:autonomous|county|city|province|prefecture|district|municipal|provincial|general)*(?:federation)?(?:of)?(?:trade)?(?:unions?)?$/;

function rankOfPinyin({ name, place }: Unit, said: string): number {
  if (inPinyin(core(name)) === said) return 5;
  return place[0] !== undefined && inPinyin(core(place[0])) === said ? 4 : 0;
}

function rankOf({ name, place }: Unit, said: string): number {
  const short = core(said);
  const places = place.map(dense);
  if (core(name) === short) return 5;
  if (places[0] === said || (places[0] !== undefined && core(places[0]) === short)) return 4;
  // 云南德钦 names the province first.
  if (core(name).length >= 2 && said.endsWith(core(name)) && places.some((one) => said.startsWith(core(one))))
    return 3;
  if (short.length >= 2 && dense(name).includes(short)) return 2;
  return places.slice(1).some((one) => core(one) === short) ? 1 : 0;
}
