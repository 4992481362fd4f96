// What somebody in danger of their life hears depends on what it is: who is beaten needs another number first than who
// despairs. Pure; answer.ts words it.

/** "despair" where nothing else is told. */
export type Crisis = "despair" | "violence" | "poison" | "hurt";

const POISON =
  /(?:农药|百草枯|敌敌畏|老鼠药|安眠药)[^,。]{0,6}(?:喝|吃|吞)|(?:喝|吞|吃|灌)(?:了|下|进)?[^,。]{0,6}(?:农药|百草枯|敌敌畏|老鼠药|毒|洁厕|安眠药|[一半整大几].{0,2}[瓶把]药|药片)|(?:took|swallow)\w* .{0,12}pills/u;
const VIOLENCE =
  /(?:打|掐|砍|捅|揍|踢|抽|杀|弄死)(?:我|他|她|人|了我|孩子|娃|全家)|家暴|打人|打了?[我俺咱]|(?:被|让人|给人)[^,。]{0,4}(?:打|揍|砍|捅)|动手|刀|强[奸暴]|性侵|猥亵|扒|[按压拖推](?:我|在|到)[^,。]{0,6}(?:床|沙发)|\b(?:beat|hit|hurt|threaten)\w* (?:me|to kill)/u;
const DESPAIR = /不想活|想死|自杀|轻生|解脱|活不|活着|遗书|kill myself|suicid|end it all|want to die/u;

const CUT = /手?腕[^,。]{0,3}[割划][了开破]|[割划][了开破]?[^,。]{0,3}手?腕|割脉/u;
/** "吃药了", of somebody who has just said that they want to die; of anybody else it is a cold. */
const DONE =
  /[药酒片瓶][^,。]{0,4}[吃喝吞]|[吃喝吞服][了下完]?[^,。]{0,4}[药瓶片]|[割划][了开破]|流血|[跳烧]了|头晕|要晕|喘不|\b(?:took|taken|swallowed|cut|bleeding|jumped)\b/u;

/** What somebody hears next who has spoken of not wanting to live. */
export const crisisAfter = (folded: string): "hurt" | "still" => (DONE.test(folded) ? "hurt" : "still");

export function crisisIn(folded: string): Crisis {
  if (POISON.test(folded)) return "poison";
  if (CUT.test(folded)) return "hurt";
  return VIOLENCE.test(folded) && !DESPAIR.test(folded) ? "violence" : "despair";
}
