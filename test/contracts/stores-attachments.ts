import { randomBytes, randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Held } from "../support/databases.ts";
import { application, AT, form, later } from "./stores-samples.ts";

/** What every store of members' files must do. */
export function attachmentStoreContract(held: () => Held): void {
  const store = () => held().stores.attachments;
  const from = { channel: "web", chat: randomUUID() };
  const described = (bytes: Uint8Array) => ({
    name: "工资条.jpg",
    type: "image/jpeg",
    size: bytes.length,
  });

  it.each([0, 1, 512 * 1024, 512 * 1024 + 1, 3_000_000])("keeps %i bytes as they are", async (size) => {
    const bytes = new Uint8Array(randomBytes(size));
    const file = await store().add(described(bytes), bytes, from, AT);
    const read = await store().read(file.id);
    expect(read?.file).toEqual({ id: file.id, ...described(bytes) });
    expect(Buffer.compare(read?.bytes ?? Buffer.of(7), bytes)).toBe(0);
  });

  it("tells those of a chat among ids that somebody names", async () => {
    const bytes = Uint8Array.of(1, 2);
    const own = await Promise.all([1, 2].map(() => store().add(described(bytes), bytes, from, AT)));
    const chat = { ...from, chat: randomUUID() };
    const foreign = await store().add(described(bytes), bytes, chat, AT);
    const ids = [own[1]?.id ?? "", foreign.id, "no\u0000ne", own[0]?.id ?? ""];
    expect(await store().kept(ids, from)).toEqual(own.toReversed());
    expect(await store().kept([], from)).toEqual([]);
  });

  it("removes files with all their parts", async () => {
    const bytes = new Uint8Array(randomBytes(600_000));
    const file = await store().add(described(bytes), bytes, from, AT);
    await store().remove([file.id, "none"]);
    expect(await store().read(file.id)).toBeUndefined();
    expect(
      await held().database.query(`select 1 from attachment_parts where attachment = $1`, [file.id]),
    ).toEqual([]);
  });

  it("knows which old ones no case holds, and forgets a chat's", async () => {
    const chat = { channel: "web", chat: randomUUID() };
    const add = (at: string, to = chat) => store().add(described(Uint8Array.of(1)), Uint8Array.of(1), to, at);
    const loose = await add(AT);
    const held1 = await add(AT);
    const young = await add(later(5));
    const elsewhere = await add(AT, { ...chat, chat: randomUUID() });
    await held().stores.applications.create(application(), form({ files: { proof: [held1] } }));
    const unused = await store().unused(later(1));
    expect(unused).toContain(loose.id);
    expect(unused).toContain(elsewhere.id);
    expect(unused).not.toContain(held1.id);
    expect(unused).not.toContain(young.id);
    await store().forget(chat);
    const left = await Promise.all([loose, held1, young, elsewhere].map(({ id }) => store().read(id)));
    expect(left.map((one) => one !== undefined)).toEqual([false, true, false, true]);
  });

  it("does not read a file of which a part is missing, swapped or from elsewhere", async () => {
    const bytes = new Uint8Array(randomBytes(1_200_000));
    const file = await store().add(described(bytes), bytes, from, AT);
    const swap = `update attachment_parts set ordinal = case ordinal when 0 then 10 when 1 then 0 else ordinal end
      where attachment = $1`;
    await held().database.query(swap, [file.id]);
    await held().database.query(
      `update attachment_parts set ordinal = 1 where attachment = $1 and ordinal = 10`,
      [file.id],
    );
    await expect(store().read(file.id)).rejects.toMatchObject({ code: "data.unreadable" });
    const short = await store().add(described(bytes), bytes, from, AT);
    await held().database.query(`update attachments set parts = 2 where id = $1`, [short.id]);
    await expect(store().read(short.id)).rejects.toMatchObject({ code: "data.unreadable" });
  });
}
