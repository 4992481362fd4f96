import type { FoundNumber } from "../../ingest/numbers.ts";
import { canonicalUnit, unitFamily } from "../../ingest/units.ts";
import { sameQuantity } from "./anchors.ts";
import type { Ask } from "./asks.ts";
import type { Understanding } from "./understand.ts";

const COUNTED_THINGS = new Set([
  "个",
  "项",
  "家",
  "件",
  "处",
  "所",
  "座",
  "间",
  "条",
  "种",
  "类",
  "站",
  "台",
  "套",
]);

const DAYS_AND_LESS = new Set(["天", "工作日", "周", "小时", "分钟", "课时", "学时"]);
const MACHINES = new Set(["台", "套"]);
const HOUSES = new Set(["家", "处", "所", "座", "间", "站"]);
const WRITTEN = new Set(["份", "本", "张", "册"]);
const MEASURED = new Set(["平方米", "公里", "亩", "吨", "公斤", "米", "公顷", "平方公里", "度", "升"]);

const PERSONS =
  /(?:[人员工者农]|(?<![商门账帐])户|家庭|小哥|师傅|司机|学生|孩子|子女|家属|干部|劳模|模范|工匠|状元|能手|教师|老师|医生|护士|[民辅]警|骑手|群众|妇女|专家|代表)$/u;

/** How well a number's unit answers "how many" or "how much", 0 to 1; 0 for a number the question itself names. */
export function quantityFit(ask: Ask, number: FoundNumber, question: Understanding): number {
  if (question.numbers.some((one) => sameQuantity(one, number))) return 0;
  // "一批人才" and "新一轮" count nothing.
  if (number.value === 1 && number.text.startsWith("一")) return 0;
  // "多少万人次" expects tens of thousands.
  const short = ask.scale !== undefined && number.value < ask.scale ? 0.6 : 1;
  return short * unitFit(ask, number, question);
}

function unitFit(ask: Ask, number: FoundNumber, question: Understanding): number {
  const own = canonicalUnit(number.unit ?? "");
  const family = unitFamily(own);
  if (ask.kind === "money") return family === "money" ? 1 : 0;
  if (ask.kind === "percent") return own === "%" ? 1 : 0;
  if (ask.paid === true) return family === "money" ? 1 : own === "%" ? 0.8 : 0.4;
  if (family === "percent") return 0;
  // Nobody counts workers by pieces where it can be helped.
  if (PERSONS.test(ask.counted ?? "") && (ask.unit === undefined || ask.unit === "个") && family !== "people")
    return family === "things" ? 0.4 : 0;
  if (ask.unit === undefined)
    return family === "time"
      ? 0.4
      : family === "money"
        ? (ask.counted === undefined || ask.subject === true) && question.locale !== "en"
          ? 0.9
          : 0
        : 0.9;
  const asked = canonicalUnit(ask.unit);
  if (asked === own) return 1;
  // How many years somebody has been helped is not told by a course of three months.
  if (asked === "年" && family === "time") return 0;
  // Nor how many days one stays by a plan for five years.
  if (own === "年" && DAYS_AND_LESS.has(asked)) return 0;
  // How many people there are is not told by how many were served.
  if (ask.unit === "位" && own === "人次") return 0.3;
  if (family === "money" || asked === "对") return 0;
  // English has no measure words: what it counts is told in another one, too.
  if (question.locale === "en") return family === "time" ? 0.3 : unitFamily(asked) === family ? 0.85 : 0.6;
  if (unitFamily(asked) === family && family !== "things") return 0.85;
  // Four houses are no machines.
  if (MACHINES.has(asked) && HOUSES.has(own)) return 0.3;
  if (COUNTED_THINGS.has(asked) && COUNTED_THINGS.has(own)) return 0.8;
  if (asked === "个") return family !== "time" && !MEASURED.has(own) ? 0.6 : 0;
  if (WRITTEN.has(asked) && WRITTEN.has(own)) return 0.8;
  // 几间 is not told in 份.
  return unitFamily(asked) === family ? 0.3 : 0;
}
