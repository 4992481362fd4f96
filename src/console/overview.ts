// The office's overview: how many cases wait and where, whether jobs are carried, which reports are held. Counts only, so
// that it can hang on a wall; whoever decides cases does it in chat.
import type { ApplicationState } from "../domain/application.ts";
import type { JobCounts } from "../domain/job.ts";
import type { Locale } from "../domain/message.ts";
import type { Stores } from "../stores/stores.ts";

export interface OverviewDependencies {
  readonly stores: Pick<Stores, "applications" | "members" | "jobs" | "library">;
  readonly text: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly preferredLocale: (request: Request) => Locale;
  readonly headers: Readonly<Record<string, string>>;
  /** Path of the stylesheet that every page of ours shares. */
  readonly look: string;
}

/** Where a case can wait, in the order of its life. */
const SHOWN: readonly ApplicationState[] = [
  "submitted",
  "checked",
  "in-review",
  "needs-more",
  "public-notice",
  "approved",
  "waiting",
  "placed",
  "appealed",
];
const MOST = 100_000;

/** Answers GET /overview; undefined for every other request. */
export function createOverview({ stores, text, preferredLocale, headers, look }: OverviewDependencies) {
  return async function overview(request: Request): Promise<Response | undefined> {
    if (new URL(request.url).pathname !== "/overview" || request.method !== "GET") return undefined;
    const locale = preferredLocale(request);
    const write = (key: string, values?: Readonly<Record<string, string | number>>): string =>
      escapeHtml(text(locale, key, values));
    const [units, staff, jobs, reports] = await Promise.all([
      stores.members.units(),
      stores.members.staff(),
      stores.jobs.counts(),
      stores.library.list(),
    ]);
    const cases = await stores.applications.cases({ units: units.map(({ id }) => id), limit: MOST });
    const rows = units.map((unit) => {
      const own = cases.filter((one) => (one.unit ?? one.home) === unit.id);
      const cells = SHOWN.map((state) => own.filter((one) => one.state === state).length);
      const people = staff.filter((one) => one.unit === unit.id && one.active).length;
      return [escapeHtml(unit.name), people, ...cells];
    });
    const heads = [
      write("overview.unit"),
      write("overview.staff"),
      ...SHOWN.map((state) => write(`case.state.${state}`)),
    ];
    const body = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="60"><title>${write("overview.title")}</title><link rel="stylesheet" href="${look}"></head>
<body class="report overview"><main><h1>${write("overview.title")}</h1>
<p>${write("overview.reports", { count: reports.length })} ${jobsLine(jobs, write)}</p>
${table(heads, rows)}</main></body></html>`;
    return new Response(body, {
      headers: { ...headers, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
    });
  };
}

function jobsLine(
  { waiting, running, failed }: JobCounts,
  write: (key: string, values?: Readonly<Record<string, string | number>>) => string,
): string {
  const line = write("overview.jobs", { waiting, running });
  return failed === 0 ? line : `${line} <strong>${write("overview.failed", { failed })}</strong>`;
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const head = heads.map((cell) => `<th scope="col">${cell}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

const escapeHtml = (said: string): string =>
  said.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
