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
      const people = staff.filter((one) => one.unit === unit.id && one.active).length;
      return {
        name: escapeHtml(unit.name),
        counts: [people, ...SHOWN.map((state) => own.filter((one) => one.state === state).length)],
      };
    });
    const heads = [
      write("overview.unit"),
      write("overview.staff"),
      ...SHOWN.map((state) => write(`case.state.${state}`)),
    ];
    const title = write("overview.title");
    const body = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="60"><title>${title}</title>
<link rel="stylesheet" href="${look}"></head>
<body class="report overview"><header class="top"><a class="back" href="/"><span class="mark" aria-hidden="true" lang="zh-Hans">工</span> ${write("page.back")}</a>
<span class="spread"></span>${languages(locale, write("page.language"))}</header>
<main class="column"><h1>${title}</h1>
<p class="sums"><span>${write("overview.reports", { count: reports.length })}</span> <span>${jobsLine(jobs, write)}</span></p>
${table({ caption: write("overview.cases"), heads, rows, total: write("overview.total"), locale })}</main></body></html>`;
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

interface Table {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly { readonly name: string; readonly counts: readonly number[] }[];
  readonly total: string;
  readonly locale: Locale;
}

/** Scrolls by itself, by keyboard too; the last row adds the columns up. */
function table({ caption, heads, rows, total, locale }: Table): string {
  const line = (name: string, counts: readonly number[]): string => {
    const cells = counts.map((count) =>
      count === 0 ? '<td class="none">0</td>' : `<td>${count.toLocaleString(locale)}</td>`,
    );
    return `<tr><th scope="row">${name}</th>${cells.join("")}</tr>`;
  };
  const head = heads.map((cell) => `<th scope="col">${cell}</th>`).join("");
  const sums = heads
    .slice(1)
    .map((_, column) => rows.reduce((sum, { counts }) => sum + (counts[column] ?? 0), 0));
  return `<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head}</tr></thead><tbody>${rows.map(({ name, counts }) => line(name, counts)).join("")}</tbody>
${rows.length > 1 ? `<tfoot>${line(total, sums)}</tfoot>` : ""}</table></div>`;
}

const LANGUAGES = {
  "zh-Hans": ["简", "简体中文"],
  "zh-Hant": ["繁", "繁體中文"],
  en: ["EN", "English (EN)"],
} as const;

function languages(current: Locale, label: string): string {
  const links = (["zh-Hans", "zh-Hant", "en"] as const).map((locale) => {
    const [short, full] = LANGUAGES[locale];
    const mark = locale === current ? ' aria-current="true"' : "";
    return `<a href="/overview?lang=${locale}" lang="${locale}" hreflang="${locale}" aria-label="${full}"${mark}><span>${short}</span></a>`;
  });
  return `<nav class="languages" aria-label="${label}">${links.join("")}</nav>`;
}

const escapeHtml = (said: string): string =>
  said.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
