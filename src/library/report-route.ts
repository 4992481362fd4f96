import { gzipSync } from "node:zlib";
import type { Locale } from "../domain/message.ts";
import type { Span } from "../domain/report.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import { renderReportPage, reportNotFoundPage, type PageContext } from "./report-page.ts";

export interface ReportRouteDependencies {
  readonly store: Pick<LibraryStore, "report">;
  readonly text: PageContext["text"];
  readonly preferredLocale: (request: Request) => Locale;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers GET /reports/<id>?from=&to= with the report's page, packed where the browser takes it; undefined for every other request. */
export function createReportRoute({ store, text, preferredLocale, headers }: ReportRouteDependencies) {
  return async function reportRoute(request: Request): Promise<Response | undefined> {
    const url = new URL(request.url);
    const id = /^\/reports\/([\w-]{1,64})$/.exec(url.pathname)?.[1];
    if (id === undefined || (request.method !== "GET" && request.method !== "HEAD")) return undefined;
    const context: PageContext = { locale: preferredLocale(request), text, url: url.pathname + url.search };
    const stored = await store.report(id);
    const mark = markIn(url.searchParams);
    const page =
      stored === undefined
        ? reportNotFoundPage(context)
        : renderReportPage({
            ...context,
            report: {
              ...stored,
              name: stored.summary.name,
              ...(stored.summary.copyOf === undefined ? {} : { copyOf: stored.summary.copyOf }),
            },
            ...(mark === undefined ? {} : { mark }),
          });
    const packs = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
    return new Response(packs ? new Uint8Array(gzipSync(page)) : page, {
      status: stored === undefined ? 404 : 200,
      headers: {
        ...headers,
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        vary: "accept-encoding, accept-language, cookie",
        ...(packs ? { "content-encoding": "gzip" } : {}),
      },
    });
  };
}

function markIn(parameters: URLSearchParams): Span | undefined {
  const [start, end] = [
    Number(parameters.get("from") ?? Number.NaN),
    Number(parameters.get("to") ?? Number.NaN),
  ];
  return Number.isInteger(start) && Number.isInteger(end) ? { start, end } : undefined;
}
