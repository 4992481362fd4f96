import { pino } from "pino";
import type { LogLevel } from "./config.ts";

/** One line per unit of work: what, which ids, how long, how it ended. Never a member's words. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** JSON lines on standard error, so that standard output stays for answers, or on the stream of whoever asked for them. */
export function createLog(
  level: LogLevel,
  out: { write(line: string): unknown } = pino.destination({ fd: 2, sync: true }),
): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, out);
}
