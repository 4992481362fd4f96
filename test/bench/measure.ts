// Clocks, medians and tables for the bench. Times are kept twice: wall, and CPU of all threads of this process, the
// database's among them; on a busy machine the wall also shows the neighbours. CPU is good over tens of milliseconds only.
import { availableParallelism, loadavg } from "node:os";

/** In milliseconds. */
export interface Time {
  readonly wall: number;
  readonly cpu: number;
}

/** Starts a clock; calling it gives the time since then. */
export function startClock(): () => Time {
  const wall = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wall: performance.now() - wall, cpu: (user + system) / 1000 };
  };
}

/** The share `part` (0 to 1) of the values are at most this; NaN without values. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Three digits that count, without a useless decimal: 0.123, 4.56, 78.9, 1,234. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
}

export const spread = (values: readonly number[]): string =>
  `${digits(median(values))} (${digits(Math.min(...values))}–${digits(Math.max(...values))})`;

export const percentiles = (values: readonly number[]): string =>
  `${digits(quantile(values, 0.5))} / ${digits(quantile(values, 0.95))}`;

export function heading(text: string): void {
  process.stdout.write(`\n## ${text}\n`);
}

export function note(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A table with its first row as heads; the first column stands left, the others right. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  rows.forEach((row, at) => {
    const cells = widths.map((width, column) => {
      const cell = row[column] ?? "";
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
    if (at > 0) return;
    const rules = widths.map((width, column) =>
      column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
    );
    process.stdout.write(`| ${rules.join(" | ")} |\n`);
  });
}

/** What the numbers were taken on. */
export const machine = (): string =>
  `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, ` +
  `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}`;
