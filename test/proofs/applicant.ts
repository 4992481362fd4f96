// A member who applies, as one does: is asked, answers, pauses, mends an answer, sends photos, hands in, and then does what
// the news of the case ask for. What is said next depends on what was heard last, never on what should have been.
import type { Chatter, Heard } from "./chatter.ts";
import { invent } from "./people.ts";
import { type News, newsIn, PAUSED, SENT, SUMMARY, SUPPLIED, tap, type Wording } from "./wording.ts";

export type Kind = "medical-mutual-aid" | "recuperation" | "oxygen" | "health-check";

/** What a member meant to hand in, to be compared with what was kept. */
export interface Intended {
  readonly kind: Kind;
  readonly member: string;
  /** The employer's name, different in every application. */
  readonly marker: string;
  /** Answers as they should be kept at the end, by path. */
  readonly answers: Readonly<Record<string, string | number | boolean>>;
  /** The case number told; undefined until it was handed in. */
  number?: string;
}

const OPENING: Readonly<Record<Kind, string>> = {
  "medical-mutual-aid": "申请职工医疗互助",
  recuperation: "申请职工疗休养",
  oxygen: "申请高原职工用氧",
  "health-check": "申请免费体检",
};

interface Plan extends Intended {
  readonly said: Readonly<Record<string, string>>;
  /** Said at the summary, before sending; "" when all is right. */
  readonly correction: string;
  readonly pauseAt: string | undefined;
  /** How many photos of each paper. */
  readonly photos: number;
}

function planOf(kind: Kind, member: string, index: number, day: string, homes: readonly string[]): Plan {
  const { name, identityNumber, mobile, bankCard } = invent(index);
  const marker = `工号${member}第${index}厂`;
  const home = homes[index % homes.length] ?? "";
  const own = { home, name, "identity-number": identityNumber, mobile, employer: marker };
  const pauseAt = index % 3 === 0 ? "mobile" : undefined;
  const plan = (said: Record<string, string>, correction: string, answers: Intended["answers"]): Plan => ({
    kind,
    member,
    marker,
    said: { ...own, ...said },
    correction,
    pauseAt,
    photos: index % 4 === 0 ? 2 : 1,
    answers: { name, mobile, ...(kind === "health-check" ? {} : { employer: marker }), ...answers },
  });
  switch (kind) {
    case "medical-mutual-aid":
      return plan(
        {
          joined: "参加了",
          stay: "住院",
          insured: "是",
          "discharged-on": day,
          hospital: "大理州人民医院",
          "own-share": "8200",
          "bank-card": bankCard,
        },
        "个人自付改成9300",
        { "own-share": 9300, "bank-card": bankCard, "identity-number": identityNumber },
      );
    case "recuperation":
      return plan(
        {
          "been-before": "否",
          fit: "是",
          batch: String(1 + (index % 2)),
          "emergency-contact": "妻子李梅 13900139000",
          needs: "跳过",
        },
        "紧急联系人改成儿子李海 13900139001",
        { "emergency-contact": "儿子李海 13900139001", "identity-number": identityNumber },
      );
    case "oxygen":
      return plan({ altitude: "3400", kind: "借制氧机", people: "2", health: "跳过" }, "几个人用改成5", {
        people: 5,
        altitude: 3400,
      });
    case "health-check":
      return plan({ work: "外卖或快递", checked: "否", batch: "1" }, "", {
        "identity-number": identityNumber,
      });
    default: {
      const impossible: never = kind;
      return impossible;
    }
  }
}

const PHOTO = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(3_000, 7),
]);
const MOST_TURNS = 90;

export interface ApplicantOptions {
  readonly chatter: Chatter;
  readonly wording: Wording;
  /** Names of the units to apply with. */
  readonly homes: readonly string[];
  /** A calendar day shortly past. */
  readonly day: string;
  readonly intended: Intended[];
  /** Answers to give instead of the invented ones, by field. */
  readonly said?: Readonly<Record<string, string>>;
  /** A photo to send instead of the usual one, and its name. */
  readonly photo?: Uint8Array;
  readonly photoName?: string;
}

export interface Applicant {
  /** Goes through a whole application; resolves when it was handed in. Before sending it waits for `gate`, if given. */
  apply(kind: Kind, index: number, gate?: () => Promise<void>): Promise<void>;
  /** Does what has been asked for since the last call. */
  follow(): Promise<void>;
  /** Numbers of cases that have not come to rest. */
  open(): readonly string[];
}

const RESTS: ReadonlySet<News> = new Set(["paid", "closed", "placed", "waiting", "moved-up"]);

export function createApplicant(options: ApplicantOptions): Applicant {
  const { chatter, wording, homes, day, intended, photo = PHOTO, photoName } = options;
  const mine: Plan[] = [];
  const seen = new Set<number>();
  const rested = new Set<string>();
  const appealed = new Set<string>();

  const wordsOf = (heard: readonly Heard[]): string => heard.map(({ text }) => text).join("\n");
  const taps = (heard: readonly Heard[]): readonly string[] =>
    heard.flatMap(({ suggestions }) => suggestions);

  /** What to say to what was heard; undefined when it asks for nothing known. */
  function next(
    plan: Plan,
    heard: readonly Heard[],
    done: Set<string>,
  ): { text: string; files?: Uint8Array[] } | undefined {
    const said = wordsOf(heard);
    const offered = taps(heard);
    if (SENT.test(said) || SUPPLIED.test(said)) return { text: "" };
    if (PAUSED.test(said)) return { text: "/resume" };
    if (offered.includes(tap("agree"))) return { text: tap("agree") };
    if (offered.includes(tap("send-anyway"))) return { text: tap("send-anyway") };
    if (SUMMARY.test(said)) {
      if (done.has("corrected") || plan.correction === "") return { text: tap("submit") };
      done.add("corrected");
      return { text: plan.correction };
    }
    const asked = wording.asked(said);
    const photos = (paper: string): Uint8Array[] =>
      Array.from({ length: plan.photos }, (_, copy) =>
        Buffer.concat([photo, Buffer.from(`${plan.marker} ${paper} ${copy}`)]),
      );
    if (offered.includes(tap("done"))) {
      // What an officer asked for once more is sent once more.
      if (!done.has("supplying") || done.has("supplied") || asked === undefined) return { text: tap("done") };
      done.add("supplied");
      return { text: "", files: photos("paper" in asked ? asked.paper : asked.field) };
    }
    if (asked === undefined) return offered.includes(tap("submit")) ? { text: tap("submit") } : undefined;
    if ("paper" in asked) {
      done.add("supplied");
      return { text: "", files: photos(asked.paper) };
    }
    if (asked.field === plan.pauseAt && !done.has("paused")) {
      done.add("paused");
      return { text: "先停一下" };
    }
    const answer = plan.said[asked.field];
    return answer === undefined ? undefined : { text: answer };
  }

  /** Talks until the form is sent; resolves with the last words heard. */
  async function talk(
    plan: Plan,
    opening: string,
    done: Set<string>,
    gate?: () => Promise<void>,
  ): Promise<string> {
    const enough = (heard: readonly Heard[]): boolean =>
      heard.length > 0 && next(plan, heard, new Set(["paused", "corrected"])) !== undefined;
    let heard = await chatter.say(opening, { enough });
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const said = wordsOf(heard);
      if (SENT.test(said) || SUPPLIED.test(said)) return said;
      const more = next(plan, heard, done);
      if (more === undefined) break;
      if (more.text === tap("submit")) await gate?.();
      heard = await chatter.say(more.text, {
        enough,
        ...(more.files === undefined ? {} : { files: more.files }),
        ...(photoName === undefined ? {} : { fileName: photoName }),
      });
    }
    throw new Error(`${chatter.name} is lost in a form after: ${wordsOf(heard)}`);
  }

  async function answerNews({ news, number }: { news: News; number: string }): Promise<void> {
    const one = mine.find((each) => each.number === number);
    if (one === undefined) return;
    if (RESTS.has(news)) rested.add(number);
    if (news === "sent-back" || news === "incomplete") {
      await talk(one, `/resume ${number}`, new Set(["paused", "corrected", "supplying"]));
    }
    if (news === "refused" && Number(number.slice(-1)) % 2 === 1 && !appealed.has(number)) {
      appealed.add(number);
      await chatter.say(`/appeal ${number} 材料当时没有交全，现在有了`);
    } else if (news === "refused") rested.add(number);
    // Every other place that was given is given back, so that others move up.
    if ((news === "placed" || news === "moved-up") && Number(number.slice(-1)) % 2 === 0) {
      await chatter.say(`/withdraw ${number}`);
    }
  }

  return {
    async apply(kind, index, gate) {
      const usual = planOf(kind, chatter.name, index, day, homes);
      const plan: Plan = { ...usual, said: { ...usual.said, ...options.said } };
      intended.push(plan);
      mine.push(plan);
      const said = await talk(plan, OPENING[kind], new Set(), gate);
      const number = SENT.exec(said)?.[1];
      if (number !== undefined) plan.number = number;
    },
    async follow() {
      const fresh = [...chatter.heard.values()].filter(({ sequence }) => !seen.has(sequence));
      for (const one of fresh.sort((a, b) => a.sequence - b.sequence)) {
        seen.add(one.sequence);
        const news = newsIn(one);
        if (news !== undefined) await answerNews(news);
      }
    },
    open: () => mine.map(({ number = "" }) => number).filter((number) => !rested.has(number)),
  };
}
