// Who comes from one place and works in another, "我是商南人,在西安打工", asks for what there is for people from there:
// what either place has by itself is no answer. Pure; understand.ts finds the home, anchors.ts holds evidence to it.
import type { Place } from "../domain/report.ts";
import { shortName, type FoundPlace } from "../../ingest/places.ts";

const HOME_BEFORE = /(?:老家(?:是|在)?|家在|从|打)$/u;
const HOME_AFTER =
  /^(?:人|(?:维吾尔|哈萨克|维|藏|回|彝|苗|壮|蒙古?)族|来的|过来的|出来的|籍|老乡|的(?=[,。]|人)|(?:跑|出)?[来到去])/u;
const WORK_BEFORE = /[在到来去]$/u;
const WORK_AFTER = /^[^,。;?]{0,6}?(?:打工|务工|做工|干活|上班|工作|做事|谋生|送外卖|送快递|跑车)/u;

/** The home that a folded question names beside another place as the one where somebody works. */
export function homeOf(folded: string, places: readonly FoundPlace[]): Place | undefined {
  const homes = places.filter(
    ({ start, end }) => HOME_BEFORE.test(folded.slice(0, start)) || HOME_AFTER.test(folded.slice(end)),
  );
  const work = places.filter(
    ({ start, end }) => WORK_BEFORE.test(folded.slice(0, start)) && WORK_AFTER.test(folded.slice(end)),
  );
  return homes.find(({ place }) =>
    work.some((one) => one.place.name !== place.name && !one.place.path.includes(place.name)),
  )?.place;
}

/** Whether a folded text speaks of people from a place: 商南籍农民工. */
export function tellsOfThoseFrom(text: string, { name }: Place): boolean {
  const short = shortName(name);
  return ["籍", "人", "老乡"].some((who) => text.includes(short + who) || text.includes(name + who));
}
