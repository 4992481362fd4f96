/** The paths that the web chat answers. */
export const WEB_PATHS = /^\/(?:$|favicon\.ico$|assets\/|api\/(?:messages|events|files|forget)$)/;
/** Pages of reports, papers and the overview, looks at how the program is, and Feishu's events. */
const OTHERS = /^\/(?:(?:reports|papers)\/|(?:overview|health|ready|feishu\/events)$)/;

/** Whether something of the program's own stands at the path, so that no webhook can. */
export const isTaken = (path: string): boolean => WEB_PATHS.test(path) || OTHERS.test(path);
