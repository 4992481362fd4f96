import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { describeWith, needs } from "../support/needs.ts";
import { startRedis } from "../support/redis.ts";
import { proveRace, raceHolds } from "./race.ts";
import { withOwnDatabase } from "./server.ts";

const RUN = { applicants: 24, places: 6, withdrawals: 3 };

describe("more applicants than places (embedded)", () => {
  it("gives out every place once, in the order of sending, and lets the first of the line move up", async () => {
    const report = await proveRace(RUN);
    expect(report).toMatchObject({ placed: 6, waiting: 18, inOrder: true, movedUp: 3, rightly: true });
    expect(raceHolds(report, RUN)).toBe(true);
  }, 240_000);
});

describeWith(
  "postgres",
  "more applicants than places (PostgreSQL, jobs by way of Redis where there is one)",
  (url) => {
    it("gives out every place once, in the order of sending, and lets the first of the line move up", async () => {
      const binary = needs("redis");
      const redis = binary === undefined ? undefined : await startRedis(binary);
      try {
        const report = await withOwnDatabase(url, (own) =>
          proveRace({
            ...RUN,
            env: {
              DATABASE_URL: own,
              GONGYOU_KEYS: `t1:${randomBytes(32).toString("base64")}`,
              ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
            },
          }),
        );
        expect(report).toMatchObject({ placed: 6, waiting: 18, inOrder: true, movedUp: 3, rightly: true });
        expect(raceHolds(report, RUN)).toBe(true);
      } finally {
        await redis?.stop();
      }
    }, 240_000);
  },
);
