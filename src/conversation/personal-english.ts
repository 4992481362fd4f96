// What is personal in English words. Names are told by their capitals, so the text is not folded. Pure.
import type { PersonalMatter } from "./personal-matter.ts";

const KIN =
  "(?:father|mother|dad|mum|mom|wife|husband|son|daughter|child|kid|parents?|brother|sister|partner|grandfather|grandmother|uncle|aunt|colleague|co-?worker|friend|neighbou?r|boss)";
const NO_NAME =
  "(?:The|This|That|Our|Your|Their|How|What|Which|Who|Where|When|Why|Does|Did|Do|Is|Are|Was|Can|If|Any|Anyone|Anybody|Somebody|Someone|Everyone|Each|Every|County|Province|City|District|Prefecture|Region|Union|Unions|Federation|Workers?|Members?|It|There|He|She|They|We|You|China|Yunnan|Tibet|Xinjiang|Deqin|Shangnan)";
const NAMED = `\\b(?!${NO_NAME}\\b)[A-Z][a-z]+(?: (?!${NO_NAME}\\b)[A-Z][a-z]+){0,2}`;
const ILL =
  "(?:cancer|leuk(?:a)?emia|tumou?r|dialysis|stroke|hiv|aids|depress\\w*|diagnosed|hospital(?:i[sz]ed)?|surgery|pregnant|miscarriage|disabled|paraly[sz]ed|silicosis|pneumoconiosis|tuberculosis|diabetes|hypertension|high blood pressure|heart (?:attack|disease|surgery)|kidney failure|hepatitis|epilepsy|broke (?:my|his|her) \\w+|broken (?:arm|leg|hip|back)|fracture\\w*)";
const DIED = "(?:died|passed away|is dead|killed (?:himself|herself)|divorc\\w+|in prison|in jail)";
const PROGRAMME =
  "(?!\\s+(?:screening|aid|relief|support|prevention|patients?|workers?|insurance|programmes?|programs?|checks?|fund))";
const RULES = "(?:apply|get|know|ask|want|wonder|wondering|if|there|can|could|should|help|find|are|does|do)";
const within = (most: number): string => `(?:(?!\\b${RULES}\\b)[^.?!\\n]){0,${most}}?`;

const PATTERNS: readonly (readonly [PersonalMatter, RegExp])[] = [
  ["illness", new RegExp(`\\b(?:i|i'm|i've|we)\\b${within(40)}\\b${ILL}\\b${PROGRAMME}`, "i")],
  ["illness", new RegExp(`\\bmy ${KIN}\\b[^.?!\\n]{0,40}\\b${ILL}\\b`, "i")],
  [
    "illness",
    new RegExp(`${NAMED} (?:has|had|got|gets|is|was|suffers|broke)\\b${within(30)}\\b${ILL}\\b${PROGRAMME}`),
  ],
  [
    "grievance",
    /\b(?:harass\w*|assault\w*|beat|hits?|threaten\w*|bull(?:y|ies|ied)\w*|molest\w*|abus\w*|insult\w*)\s+(?:me|us)\b/i,
  ],
  ["grievance", new RegExp(`\\b(?:complain about|report|accuse) (?:my boss|${NAMED} (?:for|who))`)],
  ["life", new RegExp(`\\b(?:my ${KIN}|i|i'm|i am)\\b${within(20)}\\b${DIED}\\b`, "i")],
  ["life", new RegExp(`${NAMED}(?:'s ${KIN})?\\b${within(10)}\\b${DIED}\\b`)],
  ["life", /\b(?:my name is|my address is|i live at)\s+\w/i],
  [
    "money",
    /\b(?:i|we|my (?:family|husband|wife|father|mother))\b[^.?!\n]{0,20}\b(?:owes?|earns?|makes?|borrowed|get paid)\b[^.?!\n]{0,14}\d/i,
  ],
  [
    "money",
    /\b(?:my|our)\b[^.?!\n]{0,20}\b(?:salary|wages?|income|debts?|savings|loans?|pay)\b[^.?!\n]{0,16}\d/i,
  ],
  [
    "case",
    /\b(?:where|status|how far|when|approved|rejected|refused|pending|progress|update|news)\b(?:(?!\b(?:submit|send|hand|file|start|make|bring|begin)\b)[^.?!\n]){0,30}\bmy (?:\w+ )?(?:application|case|claim|papers|documents|aid|subsidy|grant|appeal|request)\b|\bmy (?:\w+ )?(?:application|case|claim|papers|documents|aid|subsidy|grant|appeal|request)\b[^.?!\n]{0,30}\b(?:approved|rejected|refused|pending|arrive\w*|yet|progress|status|received|accepted|going|take so long|been paid|come through)\b/i,
  ],
];

/** What English words would tell others of a person; undefined when nothing. */
export function personalMatterInEnglish(text: string): PersonalMatter | undefined {
  return PATTERNS.find(([, words]) => words.test(text))?.[0];
}
