import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Cell, type CipherKey, createCipher, rowOf } from "../../src/stores/cipher.ts";

const key = (id: string): CipherKey => ({ id, secret: randomBytes(32) });
const cell: Cell = { table: "application_answers", row: rowOf("a", "income"), column: "sealed" };
const unreadable = { code: "data.unreadable", detail: { table: cell.table, column: cell.column } };

describe("the cipher", () => {
  const cipher = createCipher([key("k1")]);

  it("opens what it sealed, whatever it is, and never seals the same twice", () => {
    for (const plain of ["", "11010519491231002X", "工会👷 \n\"'", "\0", "x".repeat(100_000)]) {
      expect(cipher.open(cipher.seal(plain, cell), cell)).toBe(plain);
    }
    expect(cipher.seal("a", cell)).not.toBe(cipher.seal("a", cell));
    const bytes = new Uint8Array(randomBytes(1000));
    expect(new Uint8Array(cipher.openBytes(cipher.sealBytes(bytes, cell), cell))).toEqual(bytes);
  });

  it.each([
    ["table", { ...cell, table: "notices" }],
    ["row", { ...cell, row: rowOf("a", "spending") }],
    ["column", { ...cell, column: "other" }],
    ["row that reads alike", { ...cell, row: `["a","income"` }],
  ])("opens nothing in another %s", (_, other) => {
    const { table, column } = other;
    expect(() => cipher.open(cipher.seal("a", cell), other)).toThrow(
      expect.objectContaining({ code: "data.unreadable", detail: { table, column } }),
    );
    expect(() => cipher.openBytes(cipher.sealBytes(Uint8Array.of(1), cell), other)).toThrow();
  });

  it("opens nothing that was changed, cut or never sealed", () => {
    const sealed = cipher.seal("a secret of some length", cell);
    const middle = sealed.length >> 1;
    const flipped = `${sealed.slice(0, middle)}${sealed[middle] === "A" ? "B" : "A"}${sealed.slice(middle + 1)}`;
    for (const wrong of [
      flipped,
      sealed.slice(0, -4),
      `${sealed}AAAA`,
      "",
      "k1",
      "k1.",
      "plain",
      ".",
      "k9.AAAA",
    ]) {
      expect(() => cipher.open(wrong, cell), wrong).toThrow(expect.objectContaining(unreadable));
    }
    for (const wrong of [new Uint8Array(0), Uint8Array.of(200, 1, 2), new Uint8Array(40)]) {
      expect(() => cipher.openBytes(wrong, cell)).toThrow(expect.objectContaining(unreadable));
    }
  });

  it("reads what older keys sealed and seals with the newest", () => {
    const [one, two] = [key("k1"), key("k2")];
    const old = createCipher([one]);
    const rotated = createCipher([two, one]);
    expect(rotated.open(old.seal("a", cell), cell)).toBe("a");
    expect(rotated.seal("a", cell)).toMatch(/^k2\./);
    expect(() => old.open(rotated.seal("a", cell), cell)).toThrow(expect.objectContaining(unreadable));
    expect(rotated.fingerprints("identity", "x")).toContain(old.fingerprint("identity", "x"));
    expect(rotated.fingerprints("identity", "x")[0]).toBe(rotated.fingerprint("identity", "x"));
  });

  it("gives equal values of a kind one fingerprint, and others another", () => {
    expect(cipher.fingerprint("identity", "x")).toBe(cipher.fingerprint("identity", "x"));
    expect(cipher.fingerprint("household", "x")).not.toBe(cipher.fingerprint("identity", "x"));
    expect(createCipher([key("k1")]).fingerprint("identity", "x")).not.toBe(
      cipher.fingerprint("identity", "x"),
    );
  });

  it("links rows so that only its keys can", () => {
    const link = cipher.chain("before", "row");
    expect(cipher.follows(link, "before", "row")).toBe(true);
    expect(cipher.follows(link, "before", "other")).toBe(false);
    expect(cipher.follows(link, "other", "row")).toBe(false);
    expect(cipher.follows("", "before", "row")).toBe(false);
    expect(createCipher([key("k1")]).follows(link, "before", "row")).toBe(false);
  });

  it("needs keys of 32 bytes", () => {
    expect(() => createCipher([])).toThrow(RangeError);
    expect(() => createCipher([{ id: "k", secret: randomBytes(16) }])).toThrow(RangeError);
  });
});
