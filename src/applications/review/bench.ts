// How every decision ends: saved with its history, jobs, news and audit line in one transaction, and answered with what
// the member reads and the next case. decide.ts and mend.ts work out what is decided.
import type { Application } from "../../domain/application.ts";
import type { NewJob } from "../../domain/job.ts";
import type { Notice } from "../../stores/notice-store.ts";
import { type Course, createCourse, type Refused } from "../cases/course.ts";
import {
  memberNotice,
  type MemberNews,
  type NewsValues,
  responsible,
  tell,
  wordNotice,
} from "../cases/notices.ts";
import { stateWords } from "../cases/status.ts";
import { actorOf, type Desk, type Held, type Officer, type ReviewDependencies } from "./desk.ts";
import type { CaseCommand } from "./words.ts";
import type { Save, Turn } from "../service.ts";

export type Decision = Exclude<CaseCommand, "case" | "paper">;

/** What a decision writes beside the case itself. */
export interface Outcome {
  readonly notices: readonly Notice[];
  readonly jobs?: readonly NewJob[];
  /** Goes before the case: what takes locks takes them in the order of the check. */
  readonly save?: Save;
}

export interface Bench {
  readonly begin: (officer: Officer, held: Held) => Course;
  readonly memberNews: (
    news: MemberNews,
    application: Application,
    values?: NewsValues,
    taps?: readonly string[],
  ) => Notice;
  /** What the member will read, as an officer is shown it. */
  readonly memberReads: (officer: Officer, held: Held, application: Application, news: Notice) => string;
  /** Who has the case now. */
  readonly staffOf: (held: Held, application: Application) => readonly string[];
  /** Answers with what was done and what the member reads, and the next case as a tap. */
  readonly done: (
    officer: Officer,
    held: Held,
    course: Course,
    action: string,
    outcome: Outcome,
    key: string,
    values?: Readonly<Record<string, string | number>>,
    taps?: readonly string[],
  ) => Promise<Turn>;
  /** Why the case does not take the command, with the command that it does take. */
  readonly cannot: (officer: Officer, held: Held, why: Refused, command: Decision) => Turn;
}

export function createBench(deps: ReviewDependencies, desk: Desk): Bench {
  const { write, now, newId, hotline } = deps;

  function memberReads(
    { locale }: Officer,
    { programme }: Held,
    application: Application,
    news: Notice,
  ): string {
    const { text } = wordNotice({ write, hotline }, news, locale, { application, programme });
    return write(locale, "staff.member-reads", { text });
  }

  return {
    memberReads,
    begin(officer: Officer, { programme, application }: Held) {
      return createCourse(programme, application, actorOf(officer), now().toISOString());
    },
    memberNews(
      news: MemberNews,
      application: Application,
      values: NewsValues = {},
      taps: readonly string[] = ["/status"],
    ) {
      return memberNotice(newId, news, { application, at: now().toISOString(), values, suggestions: taps });
    },
    staffOf({ staff, units }: Held, application: Application) {
      return responsible(staff, units, application);
    },
    async done(
      officer: Officer,
      held: Held,
      course: Course,
      action: string,
      { notices, jobs = [], save }: Outcome,
      key: string,
      values: Readonly<Record<string, string | number>> = {},
      taps: readonly string[] = [],
    ) {
      const { locale } = officer;
      const application = course.application();
      const at = now().toISOString();
      const read = notices.find(({ to }) => to.kind === "member");
      const text = [
        write(locale, key, { number: application.number ?? "", ...values }),
        ...(read === undefined ? [] : [memberReads(officer, held, application, read)]),
      ].join("\n");
      const next = await desk.next(officer, application.id);
      return desk.reply(officer, text, [...taps, ...next], async (inner) => {
        await save?.(inner);
        await course.save(inner);
        await inner.jobs.add(jobs, at);
        await tell(inner, notices, at);
        await inner.audit.append({
          actor: actorOf(officer),
          action,
          subject: `application:${application.id}`,
          at,
        });
      });
    },
    cannot(officer: Officer, held: Held, why: Refused, command: Decision) {
      const { number = "" } = held.application;
      const { locale } = officer;
      const taps =
        why === "not-last-step"
          ? [`/forward ${number}`]
          : why === "no-next-step"
            ? [`/approve ${number}`]
            : [];
      const values = {
        number,
        state: stateWords(held.application, locale, write, "staff"),
        command: write(locale, `staff.command.${command}`),
      };
      return desk.say(officer, `staff.cannot.${why}`, values, [...taps, `/case ${number}`]);
    },
  };
}
