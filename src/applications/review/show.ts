// What an officer reads: the queue, one case with its answers, a paper. Opening a case is written into the audit log, and
// only reviewers of the unit that has the case see what is sensitive in clear (lines of answers: show-lines.ts).
import { type Application, type HistoryEntry, isEnded } from "../../domain/application.ts";
import { chinaDay, daysBetween } from "../../domain/days.ts";
import { workingDaysBetween } from "../../domain/workdays.ts";
import { inLocale, labelOf, shownDay, stepTitle } from "../cases/labels.ts";
import { isStandIn, sinceOf, stateWords } from "../cases/status.ts";
import { programmeOf } from "../case-dependencies.ts";
import { fingerprintsOf } from "../cases/completeness.ts";
import { actorOf, type Desk, type Held, isTurn, type Officer, type ReviewDependencies } from "./desk.ts";
import { createShowLines, papersOf, seesClear } from "./show-lines.ts";
import type { Turn } from "../service.ts";

const PAGE = 8;
const HISTORY_SHOWN = 6;
/** Working days before the due day from which a case is marked as pressing. */
const PRESSING = 2;

/** What happened last; what staff noted stays in sight however long ago. */
function lately(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const shown = new Set(history.filter(({ event }) => event !== "note").slice(-HISTORY_SHOWN));
  return history.filter((entry) => entry.event === "note" || shown.has(entry));
}

export interface ReviewShow {
  queue(officer: Officer, page: number): Promise<Turn>;
  show(officer: Officer, number: string): Promise<Turn>;
  paper(officer: Officer, number: string, rest: string): Promise<Turn>;
}

export function createReviewShow(deps: ReviewDependencies, desk: Desk): ReviewShow {
  const { stores, programmes, write, now } = deps;
  const lines = createShowLines(deps);

  function line(application: Application, { staff, locale }: Officer): string {
    const today = chinaDay(now());
    const due = desk.dueDay(application);
    const left = due === undefined ? undefined : workingDaysBetween(today, due);
    const urgency =
      left === undefined
        ? ""
        : left < 0
          ? write(locale, "staff.queue.late", { days: -left })
          : left <= PRESSING
            ? write(locale, "staff.queue.pressing", { days: left })
            : write(locale, "staff.queue.left", { days: left });
    return write(locale, "staff.queue.line", {
      number: application.number ?? "",
      programme: inLocale(programmeOf(programmes, application).name, locale),
      state: stateWords(application, locale, write, "staff"),
      age: daysBetween(chinaDay(new Date(application.submittedAt ?? application.createdAt)), today),
      urgency,
      mine: application.assignee === staff.id ? "yes" : "no",
    });
  }

  function tapsFor({ application, programme }: Held, theirs: boolean): string[] {
    const number = application.number ?? "";
    if (theirs) return ["/queue"];
    switch (application.state) {
      case "in-review":
      case "checked": {
        const last = application.step >= programme.steps.length - 1;
        return [
          `${last ? "/approve" : "/forward"} ${number}`,
          `/ask ${number}`,
          `/refuse ${number}`,
          "/queue",
        ];
      }
      case "public-notice":
        return [`/object ${number}`, "/queue"];
      case "approved":
        return [programme.outcome === "paid" ? `/paid ${number}` : `/close ${number}`, "/queue"];
      case "paid":
        return [`/close ${number}`, "/queue"];
      default:
        return ["/queue"];
    }
  }

  return {
    async queue(officer, page) {
      const { locale } = officer;
      const all = await desk.queue(officer);
      const back = await desk.sentBack(officer);
      const numbers = back.slice(0, PAGE).map(({ number = "" }) => number);
      const waits =
        back.length === 0
          ? []
          : [write(locale, "staff.queue.sent-back", { count: back.length, numbers: numbers.join(" ") })];
      if (all.length === 0) {
        const text = [write(locale, "staff.queue.empty"), ...waits].join("\n");
        return desk.reply(
          officer,
          text,
          numbers.map((number) => `/case ${number}`),
        );
      }
      const pages = Math.ceil(all.length / PAGE);
      const at = Math.min(page, pages);
      const shown = all.slice((at - 1) * PAGE, at * PAGE);
      const head = write(locale, "staff.queue.title", { count: all.length, page: at, pages });
      const taps = shown.map(({ number = "" }) => `/case ${number}`);
      return desk.reply(officer, [head, ...shown.map((one) => line(one, officer)), ...waits].join("\n"), [
        ...taps,
        ...(at < pages ? [`/queue ${at + 1}`] : []),
      ]);
    },

    async show(officer, number) {
      const held = await desk.open(officer, number);
      if (isTurn(held)) return held;
      const { application, programme, form, units, staff, history } = held;
      const { locale } = officer;
      const at = now().toISOString();
      const step = programme.steps[application.step];
      const due = desk.dueDay(application, sinceOf(application, history));
      const sharing = await stores.applications.sharing(application, fingerprintsOf(programme, form.answers));
      const others: string[] = [];
      for (const id of sharing) others.push((await stores.applications.find(id))?.number ?? "");
      const papers = papersOf(held);
      const { category } = application;
      const here = application.unit === officer.staff.unit;
      const clear = seesClear(officer, held);
      const unit = units.find(({ id }) => id === application.unit);
      const stands = isStandIn(programme, application.step, unit);
      const own = await desk.refused(officer, held);
      const [other] = own?.others ?? [];
      const text = [
        write(locale, "case.status.title", {
          number: application.number ?? "",
          programme: inLocale(programme.name, locale),
        }),
        write(locale, "staff.case.state", {
          state: stateWords(application, locale, write, "staff"),
          step:
            step === undefined || isEnded(application.state)
              ? ""
              : write(locale, "staff.case.step", {
                  step: stepTitle(programme, application.step, stands, locale, write),
                  number: application.step + 1,
                  of: programme.steps.length,
                }),
        }),
        write(locale, "staff.case.with", {
          unit: unit?.name ?? "",
          officer:
            staff.find(({ id }) => id === application.assignee)?.name ?? write(locale, "staff.case.nobody"),
        }),
        ...(due === undefined || isEnded(application.state)
          ? []
          : [write(locale, "staff.case.due", { day: shownDay(due, locale) })]),
        ...(category === undefined
          ? []
          : [write(locale, "staff.case.category", { category: category.replaceAll("-", "_") })]),
        ...(others.length === 0 ? [] : [write(locale, "staff.case.others", { numbers: others.join(", ") })]),
        ...(own === undefined
          ? []
          : [
              other === undefined
                ? write(locale, "staff.case.refused-alone")
                : write(locale, "staff.case.refused-by-you", { officer: other.name }),
            ]),
        ...lines.changes(held, locale),
        "",
        ...(await lines.answers(held, officer, clear)),
        ...(clear ? [] : [write(locale, here ? "staff.case.masked-role" : "staff.case.masked")]),
        "",
        ...(papers.length === 0
          ? [write(locale, "staff.case.no-papers")]
          : papers.map(({ index, paper, files }) =>
              write(locale, "staff.case.paper", {
                index,
                label: labelOf(programme, paper, locale, write),
                count: files.length,
              }),
            )),
        "",
        ...lately(history).map((entry) => lines.event(entry, held, locale)),
      ].join("\n");
      const taps = [
        ...tapsFor(held, other !== undefined).slice(0, -1),
        ...(clear ? papers : [])
          .slice(0, 3)
          .map(({ index }) => `/paper ${application.number ?? ""} ${index}`),
        "/queue",
      ];
      const turn = desk.reply(officer, text, taps, (inner) =>
        inner.audit.append({
          actor: actorOf(officer),
          action: "opened",
          subject: `application:${application.id}`,
          at,
        }),
      );
      return { ...turn, replies: turn.replies.map((reply) => ({ ...reply, about: application.id })) };
    },

    async paper(officer, number, rest) {
      const held = await desk.open(officer, number);
      if (isTurn(held)) return held;
      const { application, programme } = held;
      const { locale, staff } = officer;
      if (application.unit !== staff.unit) return desk.say(officer, "staff.paper.not-yours", { number });
      if (!seesClear(officer, held)) {
        return desk.say(officer, "staff.no-right", { role: write(locale, "staff.role.reviewer") });
      }
      const papers = papersOf(held);
      const wanted = papers.find(({ index }) => String(index) === rest.trim());
      if (wanted === undefined) {
        const taps = papers.map(({ index }) => `/paper ${application.number ?? ""} ${index}`);
        return desk.say(officer, "staff.paper.which", { count: papers.length }, taps);
      }
      const { paper, files } = wanted;
      const links = files.map(({ id, name, size }) =>
        write(locale, "staff.paper.file", {
          name,
          kilobytes: Math.max(1, Math.round(size / 1024)),
          link: deps.paperLink?.(id, staff.id) ?? "",
        }).trim(),
      );
      const at = now().toISOString();
      const text = [labelOf(programme, paper, locale, write), ...links].join("\n");
      return desk.reply(officer, text, [`/case ${application.number ?? ""}`], (inner) =>
        inner.audit.append({
          actor: actorOf(officer),
          action: "opened",
          subject: `paper:${application.id}:${paper}`,
          at,
        }),
      );
    },
  };
}
