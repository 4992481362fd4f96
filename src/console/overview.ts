// The office's overview: how many cases wait and where, whether jobs are carried, which reports are held. Counts only, so
// that it can hang on a wall; whoever decides cases does it in chat. Only for the office: on this machine, or by a link.
import type { ApplicationState } from "../domain/application.ts";
import { escapeHtml, inLanguage, languageSwitch } from "../domain/html.ts";
import type { JobCounts } from "../domain/job.ts";
import type { Locale } from "../domain/message.ts";
import { createSignedLinks, type LinkSigning } from "../domain/signed-link.ts";
import type { Stores } from "../stores/stores.ts";

export interface OverviewDependencies extends LinkSigning {
  readonly stores: {
    readonly applications: Pick<Stores["applications"], "counts">;
    readonly members: Pick<Stores["members"], "units" | "staff">;
    readonly jobs: Pick<Stores["jobs"], "counts">;
    readonly library: Pick<Stores["library"], "list">;
    /** Remembers how often all links were voided. */
    readonly audit: Pick<Stores["audit"], "append" | "of">;
  };
  /** Whether the request was made on this machine. */
  readonly isFromHere: (request: Request) => boolean;
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
const PATH = "/overview";
const SUBJECT = "overview";
const REVOKED = "links-revoked";
const KEPT_MS = 5_000;
/** Days for which a link opens the overview: it may hang on a wall. */
export const LINK_DAYS = 7;

export interface Overview {
  /** A path under which whoever has it can open the overview for `LINK_DAYS`. */
  link(): Promise<string>;
  /** Voids every link given so far. */
  revoke(): Promise<void>;
  /** Answers GET /overview asked on this machine or with a link; undefined for every other request. */
  route(request: Request): Promise<Response | undefined>;
}

/** However many ask, the stores are asked once in five seconds. */
export function createOverview({
  stores,
  sign,
  now,
  isFromHere,
  text,
  preferredLocale,
  headers,
  look,
}: OverviewDependencies): Overview {
  const links = createSignedLinks({ sign, now });
  let kept: { readonly figures: Figures; readonly at: number } | undefined;
  let reading: Promise<Figures> | undefined;

  /** What links are signed for: another thing after each revocation. */
  async function subjectNow(): Promise<string> {
    const revoked = (await stores.audit.of(SUBJECT)).filter(({ action }) => action === REVOKED).length;
    return revoked === 0 ? SUBJECT : `${SUBJECT} ${revoked}`;
  }

  async function figuresNow(): Promise<Figures> {
    if (kept !== undefined && Math.abs(now().getTime() - kept.at) < KEPT_MS) return kept.figures;
    reading ??= readFigures(stores).finally(() => {
      reading = undefined;
    });
    const figures = await reading;
    kept = { figures, at: now().getTime() };
    return figures;
  }

  async function route(request: Request): Promise<Response | undefined> {
    const url = new URL(request.url);
    if (url.pathname !== PATH || request.method !== "GET") return undefined;
    if (!isFromHere(request) && !links.opens(await subjectNow(), url.searchParams)) return undefined;
    const locale = preferredLocale(request);
    const write = (key: string, values?: Readonly<Record<string, string | number>>): string =>
      escapeHtml(text(locale, key, values));
    const { units, jobs, reports } = await figuresNow();
    const rows = units.map(({ name, staff, cases }) => ({
      name: escapeHtml(name),
      counts: [staff, ...SHOWN.map((state) => cases.get(state) ?? 0)],
    }));
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
<span class="spread"></span>${languageSwitch(locale, text(locale, "page.language"), (one) => inLanguage(PATH + url.search, one))}</header>
<main class="column"><h1>${title}</h1>
<p class="sums"><span>${write("overview.reports", { count: reports })}</span> <span>${jobsLine(jobs, write)}</span></p>
${table({ caption: write("overview.cases"), heads, rows, total: write("overview.total"), locale })}</main></body></html>`;
    return new Response(body, {
      headers: { ...headers, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
    });
  }

  return {
    async link() {
      return `${PATH}?${new URLSearchParams(links.seal(await subjectNow(), LINK_DAYS * 86_400))}`;
    },
    revoke: () =>
      stores.audit.append({
        actor: { kind: "system", id: "command-line" },
        action: REVOKED,
        subject: SUBJECT,
        at: now().toISOString(),
      }),
    route,
  };
}

interface Figures {
  readonly units: readonly {
    readonly name: string;
    readonly staff: number;
    readonly cases: ReadonlyMap<ApplicationState, number>;
  }[];
  readonly jobs: JobCounts;
  readonly reports: number;
}

async function readFigures(stores: OverviewDependencies["stores"]): Promise<Figures> {
  const [units, staff, jobs, reports, counts] = await Promise.all([
    stores.members.units(),
    stores.members.staff(),
    stores.jobs.counts(),
    stores.library.list(),
    stores.applications.counts(),
  ]);
  return {
    units: units.map(({ id, name }) => ({
      name,
      staff: staff.filter(({ unit, active }) => unit === id && active).length,
      cases: new Map(counts.flatMap(({ unit, state, cases }) => (unit === id ? [[state, cases]] : []))),
    })),
    jobs,
    reports: reports.length,
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
