// What an officer reads: the queue, one case with its answers, a paper. Opening a case is written into the audit log, and
// only the unit that has the case sees what is sensitive in clear.
import { type Application, type HistoryEntry, isEnded } from "../../domain/application.ts";
import { chinaDay, daysBetween } from "../../domain/days.ts";
import type { Locale } from "../../domain/message.ts";
import { HOME } from "../../domain/form.ts";
import { workingDaysBetween } from "../../domain/workdays.ts";
import { inLocale, labelOf, labelsOf, type Names, shownDay, shownValue, fieldOf } from "../cases/labels.ts";
import { sinceOf, stateWords } from "../cases/status.ts";
import { programmeOf } from "../case-dependencies.ts";
import { fingerprintsOf } from "../cases/completeness.ts";
import { mask } from "../form/field.ts";
import { refusalReason } from "../cases/notices.ts";
import { actorOf, type Desk, type Held, isTurn, type Officer, type ReviewDependencies } from "./desk.ts";
import type { Turn } from "../service.ts";

const PAGE = 8;
const HISTORY_SHOWN = 6;
/** Working days before the due day from which a case is marked as pressing. */
const PRESSING = 2;

export interface ReviewShow {
  queue(officer: Officer, page: number): Promise<Turn>;
  show(officer: Officer, number: string): Promise<Turn>;
  paper(officer: Officer, number: string, rest: string): Promise<Turn>;
}

export function createReviewShow(deps: ReviewDependencies, desk: Desk): ReviewShow {
  const { stores, programmes, write, now } = deps;

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
      state: stateWords(application, locale, write),
      age: daysBetween(chinaDay(new Date(application.submittedAt ?? application.createdAt)), today),
      urgency,
      mine: application.assignee === staff.id ? "yes" : "no",
    });
  }

  async function namesFor({ units, form }: Held): Promise<Names> {
    const batches = new Map<string, string>();
    for (const value of Object.values(form.answers)) {
      if (typeof value !== "string" || batches.has(value)) continue;
      const batch = await stores.applications.findBatch(value);
      if (batch !== undefined) batches.set(value, batch.title);
    }
    return { units: new Map(units.map(({ id, name }) => [id, name])), batches };
  }

  async function answerLines(held: Held, { locale, staff }: Officer): Promise<string[]> {
    const { form, programme, application } = held;
    const names = programme.fields.some(({ type }) => type === "batch")
      ? await namesFor(held)
      : { units: new Map(held.units.map(({ id, name }) => [id, name])), batches: new Map<string, string>() };
    const clear = application.unit === staff.unit;
    const order = programme.fields.map(({ id }) => id);
    const rank = (path: string): number => order.indexOf(path.split(".")[0] ?? path);
    return Object.entries(form.answers)
      .filter(([path]) => path !== HOME)
      .map(([path, value], index) => ({ path, value, key: rank(path) * 1000 + index }))
      .sort((one, other) => one.key - other.key)
      .map(({ path, value }) => {
        const field = fieldOf(programme, path);
        const shown = shownValue(field, value, { locale, write, names });
        const read = clear || field === undefined ? shown : mask(field, shown);
        return write(locale, "staff.case.answer", {
          label: labelOf(programme, path, locale, write),
          value: read,
        });
      });
  }

  /** What the member changed or added since staff looked last. */
  function changesIn({ history, programme }: Held, locale: Locale): string[] {
    const last = history.findLast(({ event }) => event === "supply");
    const looked = history.findLast(({ event, actor }) => actor.kind === "staff" && event !== "ask-more");
    if (last === undefined || (looked !== undefined && looked.revision > last.revision)) return [];
    const paths = last.note.split(",").filter((path) => path !== "");
    return [write(locale, "staff.case.changed", { paths: labelsOf(programme, paths, locale, write) })];
  }

  function eventLine(entry: HistoryEntry, { programme, staff, application }: Held, locale: Locale): string {
    const { event, actor, note, at } = entry;
    const who =
      actor.kind === "staff"
        ? (staff.find(({ id }) => id === actor.id)?.name ?? "")
        : write(locale, `staff.case.${actor.kind === "member" ? "member" : "system"}`);
    const paths = event === "supply" || event === "correct" || event === "ask-more";
    const refused =
      event === "refuse" ? refusalReason(programme, application.refusal ?? "", locale) : undefined;
    const words = paths
      ? labelsOf(programme, note.split(",").filter(Boolean), locale, write)
      : (refused ?? note);
    return write(locale, "staff.case.event", {
      day: chinaDay(new Date(at)).slice(5),
      event: write(locale, `staff.event.${event}`),
      who,
      note: words === "" ? "" : write(locale, "staff.case.event-note", { note: words }),
    });
  }

  function tapsFor({ application, programme }: Held): string[] {
    const number = application.number ?? "";
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
      const papers = Object.entries(form.files).filter(([, files]) => files.length > 0);
      const { category } = application;
      const clear = application.unit === officer.staff.unit;
      const text = [
        write(locale, "case.status.title", {
          number: application.number ?? "",
          programme: inLocale(programme.name, locale),
        }),
        write(locale, "staff.case.state", {
          state: stateWords(application, locale, write),
          step:
            step === undefined || isEnded(application.state)
              ? ""
              : write(locale, "staff.case.step", {
                  step: inLocale(step.title, locale),
                  number: application.step + 1,
                  of: programme.steps.length,
                }),
        }),
        write(locale, "staff.case.with", {
          unit: units.find(({ id }) => id === application.unit)?.name ?? "",
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
        ...changesIn(held, locale),
        "",
        ...(await answerLines(held, officer)),
        ...(clear ? [] : [write(locale, "staff.case.masked")]),
        "",
        ...(papers.length === 0
          ? [write(locale, "staff.case.no-papers")]
          : papers.map(([paper, files], index) =>
              write(locale, "staff.case.paper", {
                index: index + 1,
                label: labelOf(programme, paper, locale, write),
                count: files.length,
              }),
            )),
        "",
        ...history.slice(-HISTORY_SHOWN).map((entry) => eventLine(entry, held, locale)),
      ].join("\n");
      const taps = [
        ...tapsFor(held).slice(0, -1),
        ...papers.slice(0, 3).map((_, index) => `/paper ${application.number ?? ""} ${index + 1}`),
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
      const { application, programme, form } = held;
      const { locale, staff } = officer;
      if (application.unit !== staff.unit) return desk.say(officer, "staff.paper.not-yours", { number });
      const papers = Object.entries(form.files).filter(([, files]) => files.length > 0);
      const wanted = papers[Number(rest) - 1];
      if (wanted === undefined) {
        const taps = papers.map((_, index) => `/paper ${application.number ?? ""} ${index + 1}`);
        return desk.say(officer, "staff.paper.which", { count: papers.length }, taps);
      }
      const [paper, files] = wanted;
      const lines = files.map(({ id, name, size }) =>
        write(locale, "staff.paper.file", {
          name,
          kilobytes: Math.max(1, Math.round(size / 1024)),
          link: deps.paperLink?.(id, staff.id) ?? "",
        }).trim(),
      );
      const at = now().toISOString();
      const text = [labelOf(programme, paper, locale, write), ...lines].join("\n");
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
