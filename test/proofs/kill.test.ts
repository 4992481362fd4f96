import { describe, expect, it } from "vitest";
import { describeWith } from "../support/needs.ts";
import { startRedis } from "../support/redis.ts";
import { type KillReport, proveKills } from "./kill.ts";

// The full hundred kills are `npm run proof -- kill`.
const RUN = { kills: 8, members: 4, officers: 1, most: 1 };

function expectNothingLost(report: KillReport): void {
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({
    kills: RUN.kills,
    applications: RUN.members,
    lost: 0,
    repeated: 0,
    missing: 0,
    doubled: 0,
    wrong: 0,
    noticesMissing: 0,
    noticesDoubled: 0,
    unseen: 0,
  });
  // Without these the run would have proved nothing.
  expect(report.acknowledged).toBeGreaterThan(RUN.members * 8);
  expect(report.notices).toBeGreaterThan(RUN.members);
}

describe("the program killed again and again (embedded)", () => {
  it("loses no message, no case and no notice, and doubles none", async () => {
    expectNothingLost(await proveKills({ ...RUN, seed: 11 }));
  }, 400_000);
});

describeWith("redis", "the program killed again and again, and its Redis emptied", (binary) => {
  it("loses no message, no case and no notice, and doubles none", async () => {
    const redis = await startRedis(binary);
    try {
      expectNothingLost(await proveKills({ ...RUN, seed: 12, redis }));
    } finally {
      await redis.stop();
    }
  }, 400_000);
});
