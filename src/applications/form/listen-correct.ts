// An earlier answer put right in plain words: "收入填错了,是三万二", "把手机号改成138…", "my income should be 32k", "第3项不对".
// Pure. listen.ts asks here before it reads a value; an answer in free text is only taken for one when it names a question.
import type { Form, Problem, Progress, Said } from "../../domain/form.ts";
import { anotherOf, batchesFor, fieldAt, paperAt, pathsOf } from "../../domain/form/path.ts";
import { fold } from "../../../ingest/script.ts";
import { type ReadContext, type Reading, readLoosely, readValue } from "./field.ts";
import { FREE } from "./listen-question.ts";
import { leftOutOf } from "./listen-left-out.ts";
import { previousPath, resolve, resolveItem } from "./listen-names.ts";

interface Pattern {
  readonly pattern: RegExp;
  /** Whether it says that something was wrong, even when what is not found. */
  readonly sure: boolean;
}

const SORRY = "(?:(?:不对|不好意思|对不起|抱歉|等等|等一下|哎呀?|哦|啊|噢|啊呀|糟了?|,|\\s)*)";
const TO = "[,;:\\s]*(?:(?:应该|应当|其实|实际上?|现在)?(?:是|为|改成|改为|换成|填|写)?)[:\\s]*";
const BECOMES =
  "(?:改成|改为|改到|换成|换为|更正为|更正成|更改为|修改为|修改成|变成|应该是|应该为|应是|应为|应当是|其实是|实际是|实际上是|才对是)";

const CHINESE: readonly Pattern[] = [
  {
    pattern: new RegExp(
      `^${SORRY}(?:把|将)?(?<what>[^,;?]{1,24}?)(?:我)?(?:刚才|刚刚|之前)?(?:我)?(?:填|写|输|说|打|报|选|记|弄|搞|算|录)错了?(?:${TO}(?<value>.+))?$`,
      "d",
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${SORRY}(?:我)?(?:刚才|刚刚|之前|前面)?(?:我)?(?:填|写|输|说|打|报|选|记|弄|搞|算|录)错了?(?<what>[^,;?]{2,14})(?:${TO}(?<value>.+))?$`,
      "d",
    ),
    sure: false,
  },
  {
    pattern: new RegExp(
      `^${SORRY}(?<what>[^,;?]{1,24}?)(?:不对|有误|错了|不正确|有问题|要改一下|要改|需要改|想改一下|想改|改一下|要修改|修改一下|重新填|重填|要更正)(?:了)?(?:${TO}(?<value>.+))?$`,
      "d",
    ),
    sure: false,
  },
  {
    pattern: new RegExp(
      `^${SORRY}(?:请)?(?:帮我)?(?:把|将)(?<what>[^,;?]{1,24}?)(?:${BECOMES}|改一下|改)(?:成|为|到)?[:\\s]*(?<value>.+)$`,
      "d",
    ),
    sure: true,
  },
  { pattern: new RegExp(`^${SORRY}(?<what>[^,;?]{1,24}?)${BECOMES}[:\\s]*(?<value>.+)$`, "d"), sure: false },
  {
    pattern: new RegExp(
      `^${SORRY}(?:我要|我想|我想要|想|要|请|帮我)?(?:修改|更正|更改|改一下|改下|改|重填|重新填|换一下|换)(?:一下)?(?<what>[^,;?]{1,24}?)(?:[,;:\\s]+(?:改?为|改?成|是)?|(?:为|成|到))[:\\s]*(?<value>.+)$`,
      "d",
    ),
    sure: false,
  },
  {
    pattern: new RegExp(
      `^${SORRY}(?:我要|我想|我想要|想|要|请|帮我)?(?:修改|更正|更改|改一下|改下|改|重填|重新填|换一下|换)(?:一下)?(?<what>[^,;?]{1,24}?)$`,
      "d",
    ),
    sure: false,
  },
];
const ENGLISH_SORRY = "(?:(?:no|sorry|wait|oops|oh|hmm|actually|hold on|i meant|please|,|\\.|\\s)+)?";
const WRONG = "(?:wrong|incorrect|not right|not correct|mistaken|a mistake|false)";
const ENGLISH: readonly Pattern[] = [
  {
    pattern: new RegExp(
      `^${ENGLISH_SORRY}(?:my |the |our )?(?<what>[a-z][a-z' -]{1,40}?|(?:item|number|no\\.?|line|question) ?\\d+) (?:should be|should have been|should read|is actually|was actually|is really|needs to be|must be)[: ]+(?<value>.+)$`,
      "d",
    ),
    sure: false,
  },
  {
    pattern: new RegExp(
      `^${ENGLISH_SORRY}(?:can you |could you |i want to |i need to |i'd like to )?(?:change|correct|update|set|fix|edit|amend)(?: my| the| our)? (?<what>[^,;:?]{2,40}?)(?: to| into| as|:)[: ]+(?<value>.+)$`,
      "d",
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${ENGLISH_SORRY}(?:can you |could you |i want to |i need to |i'd like to )?(?:change|correct|update|fix|edit|amend)(?: my| the| our)? (?<what>[^,;:?]{2,40}?)$`,
      "d",
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${ENGLISH_SORRY}(?:my |the |our )?(?<what>[^,;?]{2,40}?) (?:is|was|are|were|looks) ${WRONG}(?:[,.; -]+(?:it should be|it's|it is|it was|should be|that's)?\\s*(?<value>.+))?$`,
      "d",
    ),
    sure: true,
  },
  {
    pattern: new RegExp(
      `^${ENGLISH_SORRY}i (?:made a mistake|got it wrong|was wrong|mistyped|mistook)(?: in| with| about| on| for)? (?:my |the |our )?(?<what>[^,;?]{2,40}?)(?:[,.;: -]+(?:it should be|it's|it is|should be)?\\s*(?<value>.+))?$`,
      "d",
    ),
    sure: true,
  },
];

const LAST =
  /^(?:(?:不对|不好意思|对不起|抱歉|等等|等一下|哎呀?|哦|啊|,|\s)*)(?:(?:我)?(?:上|前)(?:面)?(?:一|那)?(?:个|题|项|条|步)(?:问题|答案|回答)?|(?:我)?(?:刚才|刚刚|之前|前面)(?:的|那个|那项|填的|说的|写的|那题)*(?:答案)?|我)?(?:我)?(?:(?:填|写|输|说|打|报|选|弄|搞)?错了?|不对|有误|要改|想改|改一下|重新填|重填|(?<=[个题项条步的])(?=改成|改为|应该是))(?:了)?(?:[,;:\s]*(?:(?:应该|应当|其实|实际)?(?:是|为|改成|改为))?[:\s]*(?<value>.+))?$/d;
const LAST_ENGLISH =
  /^(?:(?:no|sorry|wait|oops|oh|actually|,|\.|\s)+)?(?:(?:the |my )?(?:last|previous)(?: one| answer| question)?,? (?:is|was) (?:wrong|incorrect|not right|a mistake)|i (?:made a mistake|got (?:it|that|the last one) wrong|mistyped)|(?:that|it)(?: is|'s| was) wrong|wrong answer)(?:[,.;: -]+(?:it should be|it's|it is|should be|it was)?\s*(?<value>.+))?$/d;
const NOT_BUT =
  /^(?:不对,?)?(?<what>[^,;。]{1,16}?)?不是(?<old>[^,;。]{1,30}?)[,;。\s]*(?:而)?是(?<value>.+)$/d;
const ADD =
  /^(?:(?:我)?(?:(?:还)?(?:要|想)?(?:再)?(?:加|添加|增加|补充)(?:上)?(?:一)?(?:个|位|名|口)?|(?:还|另外还?|家里还)有(?:一)?(?:个|位|名|口))|add (?:another |a |one more )?)(?<what>.{1,20})$/d;
const REMOVE =
  /^(?:请)?(?:把|将)?(?:删掉|删除|去掉|删了|删|移除|减掉|remove|delete|drop)(?: the)?(?<what>.{1,20})$|^(?:把|将)(?<other>.{1,20}?)(?:删掉|删除|去掉|删了|删|移除)$/d;

export interface Correcting {
  readonly form: Form;
  readonly progress: Progress;
  readonly text: string;
  readonly now: Date;
}

/** What the words put right; undefined when they put nothing right. */
export function correctionIn(correcting: Correcting): readonly Said[] | undefined {
  const { form, progress } = correcting;
  const raw = correcting.text.normalize("NFC").trim();
  if (raw.length > 200 || raw === "") return undefined;
  const folded = fold(raw);
  const asked = progress.asked === undefined ? undefined : fieldAt(form, progress.asked);
  const free = asked !== undefined && FREE.has(asked.type);

  const removal = REMOVE.exec(folded);
  if (removal !== null) {
    const item = resolveItem(
      form,
      progress,
      group(raw, removal, "what") ?? group(raw, removal, "other") ?? "",
    );
    if (item !== undefined) return [{ kind: "remove-item", ...item }];
  }
  const added = ADD.exec(folded);
  if (added !== null && !free) {
    const [path] = resolve(form, progress, group(raw, added, "what") ?? "", false);
    if (path !== undefined && fieldAt(form, path)?.type === "list" && progress.asked !== anotherOf(path)) {
      return [{ kind: "more-of", list: path }];
    }
  }

  const leftOut = leftOutOf(form, progress, folded);
  if (leftOut !== undefined) return leftOut;

  const last = LAST.exec(folded) ?? LAST_ENGLISH.exec(folded);
  const previous = previousPath(form, progress);
  // Asked a yes-or-no question, "不对" is the answer.
  const bare = /^(?:不对|错了?|不是)$/.test(folded.replace(/[。.!,]+$/, ""));
  if (last !== null && previous !== undefined && !(bare && asked?.type === "yes-no")) {
    const value = group(raw, last, "value");
    const said = valueFor(correcting, previous, value, free);
    if (said !== undefined && !(free && value === undefined && folded.length > 8)) return said;
  }
  const swapped = NOT_BUT.exec(folded);
  if (swapped !== null && !free) {
    const named = group(raw, swapped, "what");
    const [path, ...others] = named === undefined ? [] : resolve(form, progress, named, false);
    const said =
      path === undefined || others.length > 0
        ? undefined
        : valueFor(correcting, path, group(raw, swapped, "value"), true);
    if (said !== undefined) return said;
    const found = swappedIn(correcting, group(raw, swapped, "old") ?? "", group(raw, swapped, "value") ?? "");
    if (found !== undefined) return found;
  }

  let unfound = false;
  for (const { pattern, sure } of [...CHINESE, ...ENGLISH]) {
    const hit = pattern.exec(folded);
    if (hit === null) continue;
    const paths = resolve(form, progress, group(raw, hit, "what") ?? "", free);
    const value = group(raw, hit, "value");
    if (paths.length === 0) {
      unfound ||= sure;
      continue;
    }
    const [path = ""] = paths;
    if (paths.length === 1) {
      const said = valueFor(correcting, path, value, free);
      if (said !== undefined) return said;
      continue;
    }
    // Of several, the one whose question the value answers.
    const fitting =
      value === undefined ? [] : paths.filter((one) => valueFor(correcting, one, value, true) !== undefined);
    if (fitting.length === 1 && fitting[0] !== undefined)
      return valueFor(correcting, fitting[0], value, true);
    if (!free || /^第?\d/.test(group(raw, hit, "what") ?? "")) return [{ kind: "which", candidates: paths }];
  }
  return unfound && !free ? [{ kind: "which", candidates: [] }] : undefined;
}

function group(raw: string, hit: RegExpExecArray, name: string): string | undefined {
  const range = hit.indices?.groups?.[name];
  const said =
    range === undefined
      ? ""
      : raw
          .slice(range[0], range[1])
          .trim()
          .replace(/[。.]+$/u, "");
  return said === "" || /^(?:了|的|吧|啊|一下|thanks?|please)$/.test(said) ? undefined : said;
}

/** The value set when it can be read; else the question asked again, unless `strict` and something unreadable was said. */
function valueFor(
  { form, progress, now }: Correcting,
  path: string,
  value: string | undefined,
  strict: boolean,
): readonly Said[] | undefined {
  const field = fieldAt(form, path);
  if (value === undefined || paperAt(form, path) !== undefined || field?.type === "list") {
    const known =
      Object.hasOwn(progress.answers, path) || progress.skipped.includes(path) || field?.type === "list";
    return known || paperAt(form, path) !== undefined || !strict ? [{ kind: "correct", path }] : undefined;
  }
  if (field === undefined) return undefined;
  const reading = readLoosely(field, value, readingContext(form, progress, now));
  if (reading.kind === "value") {
    const { note } = reading;
    return [{ kind: "give", path, value: reading.value, ...(note === undefined ? {} : { note }) }];
  }
  const beyond = outOfRange(path, reading);
  return beyond ?? (strict ? undefined : [{ kind: "correct", path }]);
}

const RANGE: ReadonlySet<Problem> = new Set(["too-low", "too-high", "in-future", "in-past"]);

/** A value that was read and cannot be: the question is asked again, and why is said. */
export function outOfRange(path: string, reading: Reading): readonly Said[] | undefined {
  return reading.kind === "wrong" && RANGE.has(reading.problem)
    ? [{ kind: "correct", path }, reading]
    : undefined;
}

export function readingContext(form: Form, progress: Progress, now: Date): ReadContext {
  return { now, units: form.units, batches: batchesFor(form, progress.answers) };
}

/** "不是三万,是三万二": the answer that says the first. */
function swappedIn(correcting: Correcting, old: string, value: string): readonly Said[] | undefined {
  const { form, progress, now } = correcting;
  const context = readingContext(form, progress, now);
  const paths = pathsOf(form, progress)
    .filter(({ path, field }) => {
      const current = progress.answers[path];
      if (current === undefined) return false;
      const reading = readValue(field, old, context);
      return reading.kind === "value" && String(reading.value) === String(current);
    })
    .map(({ path }) => path);
  const path = paths.at(-1);
  return path === undefined ? undefined : valueFor(correcting, path, value, true);
}
