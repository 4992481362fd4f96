import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { createSignedLinks } from "../../src/domain/signed-link.ts";

it("opens what it was made for, until its time is over", () => {
  let clock = new Date("2026-11-23T01:00:00.000Z");
  const links = createSignedLinks({
    sign: (text) => createHash("sha256").update(text).digest("base64url"),
    now: () => clock,
  });
  const query = new URLSearchParams(links.seal("paper officer", 60));
  expect(links.opens("paper officer", query)).toBe(true);
  expect(links.opens("paper other", query)).toBe(false);
  expect(links.opens("paper officer", new URLSearchParams())).toBe(false);
  clock = new Date(clock.getTime() + 60_000);
  expect(links.opens("paper officer", query)).toBe(false);
});
