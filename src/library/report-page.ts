// The readable page of one report: its repaired text with the quoted sentence marked, what is damaged shown, and what
// was left out listed with the reason. Pure: commands mount it at /reports/<id>?from=&to=.
import { inScriptOf, localeOf } from "../../ingest/script.ts";
import { escapeHtml, inLanguage, languageSwitch } from "../domain/html.ts";
import type { Locale } from "../domain/message.ts";
import type { DropReason, ParsedReport, RepairKind, Span } from "../domain/report.ts";

/** What the page shows of a report. */
export type ReportView = Pick<
  ParsedReport,
  | "title"
  | "titleStated"
  | "publisher"
  | "date"
  | "dateStated"
  | "places"
  | "body"
  | "blocks"
  | "dropped"
  | "repairs"
  | "damaged"
> & {
  /** The ingested file's name. */
  readonly name: string;
  readonly copyOf?: string;
};

export interface PageContext {
  readonly locale: Locale;
  readonly text: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** Path and query of this page, for the language switch. */
  readonly url: string;
}

export interface ReportPageOptions extends PageContext {
  readonly report: ReportView;
  /** The quoted sentence in the body. */
  readonly mark?: Span;
}

const MOST_DROPPED = 200;

/** A whole HTML page in the reader's language and script. A span that does not fit the body is said to have changed. */
export function renderReportPage({ report, locale, text, url, mark }: ReportPageOptions): string {
  const say = (key: string, values?: Readonly<Record<string, string | number>>): string =>
    escapeHtml(text(locale, `report.${key}`, values));
  const show = (part: string): string => withGaps(inScriptOf(locale, part), say("damaged-spot"));
  const fits =
    mark !== undefined && mark.start >= 0 && mark.start < mark.end && mark.end <= report.body.length;
  const script = localeOf(report.body.slice(0, 2_000));
  /** Whoever has an English page read aloud hears what is Chinese in it as Chinese. */
  const own = locale === "en" ? ` lang="${script ?? "zh-Hans"}"` : "";
  const converted = locale !== "en" && script !== undefined && script !== "en" && script !== locale;

  const hints = [
    fits ? `<a href="#quote">${say("quoted")}</a>` : "",
    mark !== undefined && !fits ? say("changed") : "",
    report.copyOf === undefined ? "" : say("copy"),
    report.damaged > 0 ? say("damage", { count: report.damaged }) : "",
    converted ? say("converted", { script: script === "zh-Hant" ? "Hant" : "Hans" }) : "",
  ].filter((hint) => hint !== "");
  const facts = [
    fact(say("publisher"), report.publisher === undefined ? "" : show(report.publisher), own),
    fact(
      say("date"),
      report.date === undefined
        ? ""
        : withNote(escapeHtml(report.date), report.dateStated ? "" : say("date-inferred")),
    ),
    fact(
      say("place"),
      report.places
        .slice(0, 6)
        .map(({ name }) => show(name))
        .join("、"),
      own,
    ),
  ];
  const body = report.blocks.map(({ start, end, kind }) => {
    const tag = kind === "heading" ? "h2" : "p";
    return `<${tag}>${marked(report.body, { start, end }, fits ? mark : undefined, show)}</${tag}>`;
  });

  const content = `<h1${own}>${show(report.title)}</h1>
${report.titleStated ? "" : `<p class="facts">${say("title-taken")}</p>`}
<dl class="facts">${facts.join("")}</dl>
${hints.map((hint) => `<p class="hint">${hint}</p>`).join("\n")}
<article class="text" id="text" tabindex="-1" lang="${locale === "en" ? (script ?? "zh-Hans") : locale}">
${body.join("\n")}
</article>
<section class="made" aria-labelledby="made"><h2 id="made">${say("about")}</h2>
<p>${say("about-text")}</p>
${repairsOf(report, say)}
${droppedOf(report, locale, say, own)}
<p class="what">${say("file")} ${escapeHtml(report.name)}</p></section>`;
  return page(
    { locale, text, url },
    report.title,
    content,
    fits ? ["#quote", "skip-quote"] : ["#text", "skip"],
  );
}

/** The page for an id that no report has. */
export function reportNotFoundPage(context: PageContext): string {
  const say = (key: string): string => escapeHtml(context.text(context.locale, `report.${key}`));
  const content = `<div class="text" id="text" tabindex="-1"><h1>${say("missing-title")}</h1><p class="hint">${say("missing")}</p></div>`;
  return page(context, context.text(context.locale, "report.missing-title"), content, ["#text", "skip"]);
}

function page(
  { locale, text, url }: PageContext,
  title: string,
  content: string,
  [target, skip]: readonly [string, string],
): string {
  const say = (key: string): string => escapeHtml(text(locale, key));
  const languages = languageSwitch(locale, text(locale, "report.language"), (one) => inLanguage(url, one));
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(inScriptOf(locale, title))} · ${say("page.name")}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/look.css">
<script type="module" src="/assets/report.js"></script>
</head>
<body class="report">
<a class="skip" href="${target}">${say(`report.${skip}`)}</a>
<header class="top"><a class="back" href="/"><span class="mark" aria-hidden="true" lang="zh-Hans">工</span> ${say("report.back")}</a>
<span class="spread"></span>${languages}</header>
<main class="column">
${content}
</main>
</body>
</html>
`;
}

/** The block's text, with the part that lies in `mark` inside <mark>; the first part carries the id. */
function marked(body: string, block: Span, mark: Span | undefined, show: (part: string) => string): string {
  const from = Math.max(block.start, mark?.start ?? block.end);
  const to = Math.min(block.end, mark?.end ?? block.start);
  if (mark === undefined || from >= to) return show(body.slice(block.start, block.end));
  const id = block.start <= mark.start ? ' id="quote" tabindex="-1"' : "";
  return `${show(body.slice(block.start, from))}<mark${id}>${show(body.slice(from, to))}</mark>${show(body.slice(to, block.end))}`;
}

function repairsOf({ repairs }: ReportView, say: Say): string {
  if (repairs.length === 0) return `<p>${say("repairs-none")}</p>`;
  const counts = new Map<RepairKind, number>();
  for (const { kind } of repairs) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const items = [...counts].map(([kind, count]) => `<li>${say(`repair.${kind}`, { count })}</li>`);
  return `<details><summary>${say("repairs", { count: repairs.length })}</summary><ul>${items.join("")}</ul></details>`;
}

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

function droppedOf({ dropped }: ReportView, locale: Locale, say: Say, own: string): string {
  if (dropped.length === 0) return `<p>${say("dropped-none")}</p>`;
  const reasons = new Map<DropReason, number>();
  for (const { reason } of dropped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const joined = [...reasons].map(([reason, count]) => `${say(`reason.${reason}`)} ${count}`);
  const items = dropped.slice(0, MOST_DROPPED).map(({ line, text, reason }) => {
    const what = `<span class="what">${say("dropped-line", { line })} · ${say(`reason.${reason}`)}</span>`;
    const obscene = OBSCENE.test(text) || (reason === "spam" && OBSCENE_IN_SPAM.test(text));
    const body = obscene
      ? `${say("masked")} ${"█".repeat(Math.min(12, text.length))}`
      : escapeHtml(shortened(text));
    return `<li>${what}<span${obscene ? "" : own}>${body}</span></li>`;
  });
  const more = dropped.length - items.length;
  if (more > 0) items.push(`<li>${say("dropped-more", { count: more })}</li>`);
  const comma = locale === "en" ? ", " : "，";
  return `<details><summary>${say("dropped", { count: dropped.length })}<br><span class="what">${joined.join(comma)}</span></summary><ul>${items.join("")}</ul></details>`;
}

/** Words that stand in obscene or gambling advertisements only; a text with one of them is never shown. */
const OBSCENE =
  /(?<![a-z])(?:av|xxx|porn\w*|sexy?)(?![a-z])|色情|情色|黄片|黃片|三级片|三級片|[无無有][码碼]|[乱亂][伦倫]|精品[国國][产產]|[国國][产產](?:精品|一)|少[妇婦]|人妻|熟女|巨乳|淫|做[爱愛]|性交|操逼|[强強]奸|强姦|強姦|[伦倫]理片|[一二三四]区[一二三四]区|[一二三四]區[一二三四]區|[约約]炮|援交|博彩/i;
/** Words that are harmless elsewhere and not in a line that was dropped as spam. */
const OBSCENE_IN_SPAM =
  /成人|美女|自拍|偷拍|裸|高潮|乱码|亂碼|[欧歐]美|日[韩韓]|[国國][产產]|[赌賭][场場]|彩票/;

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 400 ? text : `${characters.slice(0, 400).join("")}…`;
}

const fact = (name: string, value: string, own = ""): string =>
  value === "" ? "" : `<div><dt>${name}</dt><dd${own}>${value}</dd></div>`;
const withNote = (value: string, note: string): string => (note === "" ? value : `${value} (${note})`);

/** Each run of lost characters as one box that says what it is. */
const withGaps = (text: string, label: string): string =>
  escapeHtml(text).replace(
    /\uFFFD+/g,
    (lost) =>
      `<span class="gap" role="img" aria-label="${label}" title="${label}">${"?".repeat(Math.min(lost.length, 3))}</span>`,
  );
