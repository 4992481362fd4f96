// News of a case for its member or for staff: made with the change that causes them, stored beside it with a job, and put
// into words when it is known which account and language reads them. notify.ts brings them to a chat.
import { createHash } from "node:crypto";
import { inScriptOf } from "../../../ingest/script.ts";
import type { Application, Staff, Unit } from "../../domain/application.ts";
import type { Locale, Reply } from "../../domain/message.ts";
import type { Programme } from "../../domain/programme.ts";
import { lineOf } from "../../domain/units.ts";
import type { NewJob } from "../../domain/job.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import type { CaseDependencies } from "../case-dependencies.ts";
import { inCharge } from "./assignment.ts";
import { inLocale, labelOf, labelsOf, shownDay, stepTitle, tapWords } from "./labels.ts";

/** What members are told; each is `case.notice.<name>` in the catalogue. */
export type MemberNews =
  | "sent-back"
  | "incomplete"
  | "duplicate"
  | "doubled"
  | "doubled-person"
  | "in-review"
  | "forwarded"
  | "public-notice"
  | "objected"
  | "approved"
  | "approved-open"
  | "paid"
  | "placed"
  | "waiting"
  | "waiting-closing"
  | "moved-up"
  | "no-place"
  | "batch-cancelled"
  | "closed"
  | "refused"
  | "corrected"
  | "expired-draft"
  | "expired-missing"
  | "draft-still"
  | "draft-ends"
  | "missing-still"
  | "clock"
  | "clock-over"
  | "recheck"
  | "consent-ended";

/** What staff are told; each is `staff.notice.<name>`. */
export type StaffNews =
  | "assigned"
  | "supplied"
  | "appealed"
  /** To whoever refused it, for nobody else can look again. */
  | "appealed-own"
  | "withdrawn"
  | "duplicate"
  | "to-pay"
  | "to-finish"
  | "clock"
  | "clock-over"
  | "late"
  | "unreachable";

/** Values that are put into words when the reader's language is known: ids of fields and papers, of a clock, a step. */
export interface NewsValues {
  readonly fields?: readonly string[];
  readonly papers?: readonly string[];
  readonly clock?: string;
  readonly step?: number;
  /** Whether the unit of the step stands in for one above it that does not exist. */
  readonly standsIn?: "yes";
  readonly refusal?: string;
  /** Whether an appeal would come back to whoever refused. */
  readonly again?: "alone";
  /** Whether the refusal answers an appeal: nothing follows it. */
  readonly final?: "yes";
  /** A person's words, put on a line of their own. */
  readonly note?: string;
  readonly [name: string]: string | number | readonly string[] | undefined;
}

/** Each with its job; both in the transaction of the change. */
export async function tell(
  stores: Pick<Stores, "notices" | "jobs">,
  notices: readonly Notice[],
  at: string,
): Promise<void> {
  if (notices.length === 0) return;
  await stores.notices.add(notices);
  const jobs = notices.map(
    ({ id }): NewJob => ({ name: "notify", payload: { notice: id }, key: `notify:${id}` }),
  );
  await stores.jobs.add(jobs, at);
}

export interface News {
  readonly application: Application;
  readonly at: string;
  /** Left out, a new one. Given, telling the same thing twice is one notice: see `derivedId`. */
  readonly id?: string;
  readonly values?: NewsValues;
  readonly suggestions?: readonly string[];
}

export function memberNotice(newId: () => string, news: MemberNews, about: News): Notice {
  return noticeTo(newId, { kind: "member", id: about.application.member }, `case.notice.${news}`, about);
}

/** One for each of the staff. */
export function staffNotices(
  newId: () => string,
  staff: readonly string[],
  news: StaffNews,
  about: News,
): Notice[] {
  return staff.map((id) => {
    const own = about.id === undefined ? about : { ...about, id: derivedId(about.id, id) };
    return noticeTo(newId, { kind: "staff", id }, `staff.notice.${news}`, own);
  });
}

function noticeTo(newId: () => string, to: Notice["to"], key: string, about: News): Notice {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(about.values ?? {})) {
    if (value !== undefined) values[name] = typeof value === "object" ? value.join(",") : value;
  }
  return {
    id: about.id ?? newId(),
    to,
    key,
    values,
    suggestions: about.suggestions ?? [],
    application: about.application.id,
    at: about.at,
  };
}

/** The same UUID for the same parts, so that what a repeated job would add is known to be there. */
export function derivedId(...parts: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Who has the case in hand: its assignee, else the reviewers of its unit, else the nearest staff above who can decide. */
export function responsible(
  staff: readonly Staff[],
  units: readonly Unit[],
  { assignee, unit, home }: Application,
): readonly string[] {
  const active = staff.filter((one) => one.active);
  if (active.some(({ id }) => id === assignee) && assignee !== undefined) return [assignee];
  for (const { id: place } of lineOf(units, unit ?? home)) {
    const able = inCharge(active.filter((one) => one.unit === place));
    if (able.length > 0) return able.map(({ id }) => id);
  }
  return [];
}

/** Administrators of the unit that has the case, or of the nearest one above that has some. */
export function overseers(
  staff: readonly Staff[],
  units: readonly Unit[],
  { unit, home }: Application,
): readonly string[] {
  for (const { id: place } of lineOf(units, unit ?? home)) {
    const here = staff.filter(
      (one) => one.active && one.unit === place && one.roles.includes("administrator"),
    );
    if (here.length > 0) return here.map(({ id }) => id);
  }
  return [];
}

/** Values that are names given by an office, shown in the reader's script. */
const NAMES = ["unit", "batch"];
const FOR_PAPERS: ReadonlySet<string> = new Set(
  ["incomplete", "sent-back", "missing-still"].map((news) => `case.notice.${news}`),
);

/** The notice as its reader reads it. A case that is gone leaves its name and number empty. */
export function wordNotice(
  { write, hotline }: Pick<CaseDependencies, "write" | "hotline">,
  { key, values, suggestions }: Pick<Notice, "key" | "values" | "suggestions">,
  locale: Locale,
  about: { readonly application: Application; readonly programme: Programme } | undefined,
): Reply {
  const ids = (name: string): string[] =>
    String(values[name] ?? "")
      .split(",")
      .filter((one) => one !== "");
  const programme = about?.programme;
  const days = ["day", "appealUntil"].filter((name) => values[name] !== undefined);
  const words: Record<string, string | number> = {
    ...values,
    ...Object.fromEntries(days.map((name) => [name, shownDay(String(values[name]), locale)])),
    ...Object.fromEntries(
      NAMES.flatMap((name) =>
        values[name] === undefined ? [] : [[name, inScriptOf(locale, String(values[name]))]],
      ),
    ),
    hotline,
    number: about?.application.number ?? "",
    programme: programme === undefined ? "" : inLocale(programme.name, locale),
  };
  if (programme !== undefined) {
    words["missing"] = labelsOf(programme, [...ids("fields"), ...ids("papers")], locale, write);
    const clock = programme.clocks.find(({ id }) => id === values["clock"]);
    if (clock !== undefined) words["clock"] = inLocale(clock.label, locale);
    const step = Number(values["step"] ?? -1);
    const stands = values["standsIn"] === "yes";
    words["standsIn"] = stands ? "yes" : "no";
    words["step"] = stepTitle(programme, step, stands, locale, write);
    words["by"] = byWords(programme, step, String(words["day"] ?? ""), { locale, write });
    if (values["path"] !== undefined)
      words["path"] = labelOf(programme, String(values["path"]), locale, write);
    words["reason"] = refusalReason(programme, String(values["refusal"] ?? ""), locale) ?? "";
  }
  const note = String(values["note"] ?? "");
  const reason = String(words["reason"] ?? "");
  const lines = [
    write(locale, key, words),
    ...(reason === "" ? [] : [write(locale, "case.reason-line", { reason })]),
    ...(note === "" ? [] : [write(locale, "case.note-line", { note })]),
    ...(words["appealUntil"] === undefined
      ? []
      : [
          write(locale, "case.appeal-line", {
            number: words["number"] ?? "",
            day: words["appealUntil"],
            again: String(values["again"] ?? "other"),
          }),
        ]),
    ...(values["final"] === "yes" ? [write(locale, "case.final-line", { hotline })] : []),
  ];
  const taps = suggestions.map((tap) =>
    tap === "/resume" && FOR_PAPERS.has(key)
      ? words["number"] === undefined
        ? write(locale, "case.tap.supply")
        : write(locale, "case.tap.supply-one", { number: words["number"] })
      : tapWords(tap, locale, write),
  );
  return { kind: "case", text: lines.join("\n"), citations: [], suggestions: taps, locale };
}

/** By when a step is done, and what follows it with the working days in all: the day of one step is not that of a result. */
function byWords(
  { steps, publicNoticeDays: notice }: Programme,
  step: number,
  day: string,
  { locale, write }: { readonly locale: Locale; readonly write: CaseDependencies["write"] },
): string {
  const after = Math.max(0, steps.length - step - 1);
  if (step < 0 || after + notice === 0) return write(locale, "case.step-result", { day });
  const total = steps.slice(step).reduce((sum, { days }) => sum + days, notice);
  const both = after > 0 && notice > 0 ? "yes" : "no";
  return write(locale, "case.step-done", { day, steps: after, notice, both, total });
}

/** What a programme calls its reason to refuse; undefined for a reason in an officer's own words. */
export function refusalReason(programme: Programme, id: string, locale: Locale): string | undefined {
  const known = programme.refusals.find((one) => one.id === id);
  return known === undefined ? undefined : inLocale(known.label, locale);
}
