// What can go wrong on the way: answers that are no good, none at all, and connections that break.
import type { IncomingMessage, ServerResponse } from "node:http";

export type Trouble =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly code?: number;
      readonly headers?: Record<string, string>;
    }
  /** The request is read and nothing ever comes back. */
  | { readonly kind: "hang" }
  | { readonly kind: "drop" };

export function createWeather() {
  const rules: { readonly path: RegExp; readonly trouble: Trouble; left: number; after: number }[] = [];
  return {
    /** The next `times` requests for the path meet the trouble, or those after the next `after`. */
    bring(path: RegExp, trouble: Trouble, times = 1, after = 0): void {
      rules.push({ path, trouble, left: times, after });
    },
    clear(): void {
      rules.length = 0;
    },
    /** True when the request was dealt with. */
    meet(method: string, path: string, request: IncomingMessage, response: ServerResponse): boolean {
      const rule = rules.find((one) => one.left > 0 && one.path.test(`${method} ${path}`));
      if (rule === undefined) return false;
      if (rule.after-- > 0) return false;
      rule.left--;
      const { trouble } = rule;
      if (trouble.kind === "drop") request.socket.destroy();
      if (trouble.kind === "answer") {
        const body = { code: trouble.code ?? 99991000, msg: "said the stand-in, with 姓名 and t-secret" };
        response.writeHead(trouble.status, { "content-type": "application/json", ...trouble.headers });
        response.end(JSON.stringify(body));
      }
      return true;
    },
  };
}
