import { randomUUID } from "node:crypto";
import type { Application, HistoryEntry } from "../../src/domain/application.ts";
import type { StoredForm } from "../../src/stores/application-store.ts";

export const AT = "2026-01-02T03:04:05.000Z";

/** An instant so many minutes after `AT`. */
export const later = (minutes: number): string => new Date(Date.parse(AT) + minutes * 60_000).toISOString();

export const application = (more: Partial<Application> = {}): Application => ({
  id: randomUUID(),
  programme: "hardship-aid",
  version: 1,
  member: randomUUID(),
  filledBy: randomUUID(),
  state: "draft",
  step: 0,
  appealed: false,
  revision: 0,
  createdAt: AT,
  updatedAt: AT,
  ...more,
});

export const form = (more: Partial<StoredForm> = {}): StoredForm => ({
  position: {
    programme: "hardship-aid",
    version: 1,
    stage: "fields",
    skipped: [],
    asked: "name",
    misses: 0,
    paused: false,
  },
  answers: {},
  files: {},
  ...more,
});

/** The case moved on by one revision. */
export const moved = (from: Application, more: Partial<Application>): Application => ({
  ...from,
  ...more,
  revision: from.revision + 1,
});

export const entry = (
  before: Application,
  after: Application,
  event: HistoryEntry["event"],
  note = "",
): HistoryEntry => ({
  application: after.id,
  revision: after.revision,
  event,
  from: before.state,
  to: after.state,
  actor: { kind: "member", id: after.member },
  note,
  at: after.updatedAt,
});
