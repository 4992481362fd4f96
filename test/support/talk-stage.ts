// Plays one scripted talk: makes its unions and staff, speaks for everybody, holds the replies against what is written,
// and keeps what was said so far, so that a talk that fails can be read from its beginning.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reply } from "../../src/domain/message.ts";
import { invent } from "../proofs/people.ts";
import type { TalkProgram } from "./talk-program.ts";
import { standsIn, type Talk } from "./talk-script.ts";

export interface Stage {
  /** Rejects with the whole talk so far when something is not as it is written. Resolves with the talk. */
  play(talk: Talk): Promise<string>;
}

export interface StageOptions {
  readonly program: TalkProgram;
  /** Chat of an administrator at the top. */
  readonly office: string;
  /** For the photos that are sent. */
  readonly folder: string;
  readonly now: () => Date;
}

const CODE = /\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/g;
const CASE = /\b\d{4}-\d{6}\b/g;
const NEWS = /^\d{4}-\d{6} /;
const PHOTO = /\[([^[\]]+\.(?:jpg|png|pdf))\]/g;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const STARTS: Readonly<Record<string, Buffer>> = {
  jpg: Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
  png: PNG,
  pdf: Buffer.from("%PDF-1.7\n"),
};

export function createStage({ program, office, folder, now }: StageOptions): Stage {
  /** Grows with every number made up, so that no two people of any talk share one. */
  let people = 0;

  /** The office also hears of every case that nobody else looks after; that is passed over. */
  async function atOffice(words: string): Promise<string> {
    let [reply] = await program.say(office, { text: words });
    while (reply !== undefined && NEWS.test(reply.text)) reply = await program.news(office);
    return reply?.text ?? "";
  }

  return {
    async play(talk) {
      const lines: string[] = [];
      const chatOf = (who: string): string => `${talk.name} · ${who}`;
      const known = new Map<string, string>();
      const last = { code: "", number: "" };
      const everybody = new Set(Object.keys(talk.staff));
      mkdirSync(join(folder, talk.name), { recursive: true });

      const fail = (why: string): never => {
        throw new Error(`${talk.name}: ${why}\n\n${lines.join("\n")}`);
      };
      const heard = (who: string, replies: readonly Reply[]): void => {
        for (const { text, suggestions, citations } of replies) {
          lines.push(`${who} ← ${text.replaceAll("\n", "\n   ")}`);
          if (citations.length > 0) lines.push(`   [${citations.map(({ title }) => title).join(" | ")}]`);
          if (suggestions.length > 0) lines.push(`   → ${suggestions.join(" | ")}`);
          last.code = text.match(CODE)?.at(-1) ?? last.code;
          last.number = text.match(CASE)?.at(-1) ?? last.number;
        }
      };
      const made = (key: string, make: (number: number) => string): string => {
        const value = known.get(key) ?? make(++people);
        known.set(key, value);
        return value;
      };
      const filled = (words: string, who: string): string =>
        words.replace(/\{([^{}]+)\}/g, (whole, inner: string) => {
          const [what = "", whose = who] = inner.split(/\s+/);
          const days = /^(\d+)天([前后])$/.exec(what);
          if (days !== null) {
            return new Date(now().getTime() + Number(days[1]) * (days[2] === "前" ? -1 : 1) * 86_400_000)
              .toISOString()
              .slice(0, 10);
          }
          switch (what) {
            case "身份证号":
              return made(`identity ${whose}`, (one) => invent(one).identityNumber);
            case "手机号":
              return made(`mobile ${whose}`, (one) => invent(one).mobile);
            case "银行卡号":
              return made(`card ${whose}`, (one) => invent(one).bankCard);
            case "编号":
              return last.number;
            case "短编号":
              return String(Number(last.number.split("-")[1]));
            case "验证码":
              return last.code;
            default:
              return whole;
          }
        });
      const line = (words: string, who: string, id?: string): Readonly<Record<string, unknown>> => {
        const text = filled(words, who).replace(PHOTO, "").trim();
        const files = Array.from(words.matchAll(PHOTO), ([, name = ""]) => {
          const file = join(folder, talk.name, name);
          writeFileSync(
            file,
            Buffer.concat([STARTS[name.split(".").at(-1) ?? ""] ?? PNG, Buffer.from(`${talk.name} ${name}`)]),
          );
          return file;
        });
        return { text, ...(files.length === 0 ? {} : { files }), ...(id === undefined ? {} : { id }) };
      };
      const say = async (who: string, words: string, id?: string): Promise<readonly Reply[]> => {
        everybody.add(who);
        const early = program.unread(chatOf(who));
        if (early.length > 0)
          fail(`${who} was told something that is not in the talk: ${early[0]?.text ?? ""}`);
        lines.push(`${who} → ${filled(words, who)}`);
        const replies = await program
          .say(chatOf(who), line(words, who, id))
          .catch((cause: unknown) => fail(String(cause)));
        heard(who, replies);
        return replies;
      };

      for (const unit of talk.units) await atOffice(`/unit add ${unit}`);
      for (const [name, where] of Object.entries(talk.staff)) {
        const added = await atOffice(`/staff add ${name} ${where}`);
        const code = added.match(CODE)?.at(-1) ?? fail(added);
        await program.say(chatOf(name), { text: code });
      }

      for (const turn of talk.talk) {
        if (turn.kind === "news") {
          for (const [who, wanted] of Object.entries(turn.news)) {
            const open = new Set(wanted);
            while (open.size > 0) {
              const reply = await program
                .news(chatOf(who))
                .catch(() => fail(`${who} was not told: ${[...open].join(" / ")}`));
              heard(`${who} (news)`, [reply]);
              const found = [...open].find((one) => standsIn(reply.text, filled(one, who)));
              if (found === undefined) fail(`${who} was told this instead of: ${[...open].join(" / ")}`);
              else open.delete(found);
            }
          }
          continue;
        }
        const { speaker, words } = turn;
        if (turn.quiet === true) {
          lines.push(`${speaker} → ${filled(words, speaker)} (again)`);
          program.whisper(chatOf(speaker), line(words, speaker, turn.id));
          continue;
        }
        const replies = await say(speaker, words, turn.id);
        const all = replies
          .map(({ text, citations }) =>
            [text, ...citations.map(({ quote, title }) => `${title} ${quote}`)].join("\n"),
          )
          .join("\n\n");
        const taps = replies.flatMap(({ suggestions }) => suggestions);
        for (const one of turn.says ?? [])
          if (!standsIn(all, filled(one, speaker))) fail(`it does not say: ${filled(one, speaker)}`);
        for (const one of turn.never ?? []) if (standsIn(all, filled(one, speaker))) fail(`it says: ${one}`);
        for (const one of turn.taps ?? []) {
          if (!taps.some((tap) => standsIn(tap, filled(one, speaker)))) fail(`it does not offer: ${one}`);
        }
        if (turn.script !== undefined && replies.some(({ locale }) => locale !== turn.script))
          fail(`it is not in ${turn.script}`);
      }

      for (const [who, wanted] of Object.entries(talk.ends)) {
        const all = (await say(who, "/status")).map(({ text }) => text).join("\n\n");
        for (const one of wanted) if (!standsIn(all, filled(one, who))) fail(`at the end it is not: ${one}`);
      }
      for (const who of everybody) {
        const [late] = program.unread(chatOf(who));
        if (late !== undefined) fail(`${who} was told something that is not in the talk: ${late.text}`);
      }
      return lines.join("\n");
    },
  };
}
