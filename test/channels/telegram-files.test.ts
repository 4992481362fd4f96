// Photos, files and albums: taken without being fetched, fetched when they are handled, within the size whatever is said of it.
import { describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { LARGEST_FILE } from "../../src/domain/media-type.ts";
import type { RemoteFile } from "../../src/domain/message.ts";
import { type gather, until } from "../support/telegram/channel.ts";
import { addressOf, telegramStage } from "../support/telegram/stage.ts";

const PDF = new Uint8Array([0x25, 0x50, 0x44, 0x46, 1, 2]);

describe("files in Telegram", () => {
  const { platform, run } = telegramStage(20);

  const remote = ({ got }: ReturnType<typeof gather>): RemoteFile[] =>
    got.flatMap(({ content }) => (content.kind === "remote-files" ? content.files : []));

  it("are fetched when asked for, an album's pages and a caption's words too", async () => {
    const { channel, ...inbox } = await run();
    const person = platform().person();
    for (let page = 0; page < 10; page++)
      person.photo({}, { album: "1", ...(page === 0 ? { caption: "住院单" } : {}) });
    person.document({ bytes: PDF }, { name: "诊断书.pdf" });
    await until(() => inbox.got.length === 11);
    expect(inbox.got[0]?.content).toMatchObject({ text: "住院单" });
    expect(platform().calls.filter(({ method }) => method === "getFile")).toEqual([]);
    const { files, refused } = await channel.fetchFiles(addressOf(person), remote(inbox));
    expect(refused).toEqual([]);
    expect(files.map(({ type }) => type)).toEqual([
      ...Array<string>(10).fill("image/jpeg"),
      "application/pdf",
    ]);
    expect(files.at(-1)).toMatchObject({ name: "诊断书.pdf", size: PDF.length });
  });

  it("are refused when they are too large, no papers or gone, and each is named", async () => {
    const { channel, ...inbox } = await run();
    const person = platform().person();
    const large = LARGEST_FILE + 1;
    person.document({ bytes: PDF, size: large }, { name: "said-large.pdf" });
    person.document({ bytes: new Uint8Array(large).fill(1) }, { name: "large.pdf" });
    person.document({ bytes: new TextEncoder().encode("#!/bin/sh") }, { name: "run.sh" });
    person.document({ bytes: PDF }, { name: "gone.pdf" });
    person.document({ bytes: PDF }, { name: "good.pdf" });
    await until(() => inbox.got.length === 5);
    const files = remote(inbox);
    platform().world.files.delete(files[3]?.id ?? "");
    // The second claims nothing: Telegram refuses it by itself.
    const asked = files.map((file, index) => (index === 1 ? { id: file.id, name: file.name } : file));
    const brought = await channel.fetchFiles(addressOf(person), asked);
    expect(brought.files.map(({ name }) => name)).toEqual(["good.pdf"]);
    expect(brought.refused).toEqual([
      { name: "said-large.pdf", why: "too-large" },
      { name: "large.pdf", why: "too-large" },
      { name: "run.sh", why: "not-a-paper" },
      { name: "gone.pdf", why: "gone" },
    ]);
  });

  it("that never end are read no further than the limit", async () => {
    const { channel, ...inbox } = await run();
    const person = platform().person();
    person.document({ bytes: PDF, size: 10, endless: true }, { name: "endless.pdf" });
    await until(() => inbox.got.length === 1);
    const brought = await channel.fetchFiles(addressOf(person), remote(inbox));
    expect(brought).toEqual({ files: [], refused: [{ name: "endless.pdf", why: "too-large" }] });
  });

  it("that fail half-way are tried again without keeping one twice, and no failure tells the token", async () => {
    const kept: string[] = [];
    const { channel, ...inbox } = await run({
      keepFile: async (_, name, bytes) => {
        kept.push(name);
        return { id: name, name, type: "application/pdf", size: bytes.length };
      },
    });
    const person = platform().person();
    person.document({ bytes: PDF }, { name: "one.pdf" });
    person.document({ bytes: PDF }, { name: "two.pdf" });
    await until(() => inbox.got.length === 2);
    const files = remote(inbox);
    platform().weather("getFile", { kind: "error", status: 502 }, 1);
    const first = await channel.fetchFiles(addressOf(person), files).catch((cause: unknown) => cause);
    await channel.fetchFiles(addressOf(person), files.slice(0, 1));
    platform().weather("file", { kind: "drop" }, 1);
    const second = await channel.fetchFiles(addressOf(person), files).catch((cause: unknown) => cause);
    for (const failure of [first, second]) {
      expect(failure).toBeInstanceOf(AppError);
      expect(failure).toMatchObject({ code: "channel.unreachable", retryable: true });
      expect(`${String(failure)} ${JSON.stringify(failure)} ${(failure as Error).stack}`).not.toContain(
        platform().token,
      );
    }
    const { files: brought } = await channel.fetchFiles(addressOf(person), files);
    expect(brought.map(({ name }) => name)).toEqual(["one.pdf", "two.pdf"]);
  });

  it("of a message that was given up are fetched anew when they are sent again later", async () => {
    let later = 0;
    const clock = (): number => performance.now() * 20 + later;
    const kept: string[] = [];
    const { channel, ...inbox } = await run({
      clock,
      keepFile: async (_, name, bytes) => {
        if (name === "two.pdf") throw new AppError("channel.unreachable", { retryable: true });
        kept.push(name);
        return { id: `${name} ${kept.length}`, name, type: "application/pdf", size: bytes.length };
      },
    });
    const person = platform().person();
    person.document({ bytes: PDF }, { name: "one.pdf" });
    person.document({ bytes: PDF }, { name: "two.pdf" });
    await until(() => inbox.got.length === 2);
    const files = remote(inbox);
    for (let attempt = 1; attempt <= 6; attempt++) {
      await expect(channel.fetchFiles(addressOf(person), files)).rejects.toBeInstanceOf(AppError);
    }
    expect(kept).toEqual(["one.pdf"]);
    later = 32 * 86_400_000;
    const { files: brought } = await channel.fetchFiles(addressOf(person), files.slice(0, 1));
    expect(brought.map(({ id }) => id)).toEqual(["one.pdf 2"]);
  });

  it("are not taken up where nobody asked the bot, and voice and stickers are told apart", async () => {
    const { words } = await run();
    const person = platform().person();
    const group = platform().group();
    group.addBot(person);
    group.send(person, { sticker: { file_id: "x", width: 1, height: 1, type: "regular" } });
    group.send(person, { voice: { file_id: "x", duration: 1 } });
    person.send({ voice: { file_id: "x", duration: 1 } });
    person.send({ new_chat_title: "x" });
    await until(() => words().length === 2);
    expect(words()).toEqual(["event", "unreadable"]);
  });
});
