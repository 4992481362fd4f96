// Pages of one album in a group go together, though only the one with the caption is for us.
import { describe, expect, it } from "vitest";
import { createAlbums } from "../../src/channels/telegram/albums.ts";
import { telegramStage } from "../support/telegram/stage.ts";

describe("An album in a group of Telegram", () => {
  const { platform, run } = telegramStage(50);
  const photo = { photo: [{ file_id: "x", file_unique_id: "a", width: 9, height: 9, file_size: 7 }] };

  async function sentAlbum(administrator: boolean) {
    const all = await run();
    const group = platform().group();
    const one = platform().person("王");
    group.addBot(one, administrator);
    const pages = [
      group.send(one, photo, { album: "A", caption: "@gongyou_bot 我的身份证和诊断书" }),
      group.send(one, photo, { album: "A" }),
      group.send(one, photo, { album: "B" }),
      group.send(one, photo, { album: "A" }),
      group.send(one, photo),
    ];
    const last = pages.at(-1)?.update ?? 0;
    await platform().acknowledged(last);
    const ids = pages.map(({ message }) => message);
    const remove = (): Promise<boolean> => all.channel.removeMessage(String(group.id), String(ids[0]));
    return { ...all, group, ids, remove, left: () => ids.filter((id) => group.chat.messages.has(id)) };
  }

  it("is removed with all its pages, and nothing else is", async () => {
    const { remove, ids, left, got } = await sentAlbum(true);
    expect(got.at(-1)?.content).toMatchObject({ kind: "remote-files", text: "我的身份证和诊断书" });
    expect(await remove()).toBe(true);
    expect(left()).toEqual([ids[2], ids[4]]);
    // A message alone is removed alone.
    expect(platform().calls.filter(({ method }) => method === "deleteMessages")).toHaveLength(1);
  });

  it("is not said to be removed where a page of it is not", async () => {
    const { remove, left, ids, group } = await sentAlbum(false);
    expect(await remove()).toBe(false);
    expect(left()).toHaveLength(5);
    group.chat.status = "administrator";
    const description = "Bad Request: message can't be deleted";
    platform().weather("deleteMessages", { kind: "error", status: 400, description }, 1);
    expect(await remove()).toBe(false);
    expect(left()).toEqual(ids.slice(1));
  });

  it("is removed whole, too, when Telegram could not be reached half-way", async () => {
    const { remove, ids, left } = await sentAlbum(true);
    platform().weather("deleteMessage", { kind: "error", status: 502 }, 1);
    await expect(remove()).rejects.toMatchObject({ code: "channel.unreachable", retryable: true });
    expect(await remove()).toBe(true);
    expect(left()).toEqual([ids[2], ids[4]]);
  });

  it("is told apart from one of another group, and forgotten after two days", () => {
    let at = 0;
    const albums = createAlbums(() => at);
    for (const message of [1, 2, 3, 2]) albums.note({ group: "-1", album: "A", message });
    albums.note({ group: "-2", album: "A", message: 4 });
    expect(albums.pagesOf("-1", 2)).toEqual([1, 2, 3]);
    expect(albums.pagesOf("-2", 2)).toEqual([2]);
    expect(albums.pagesOf("-1", 9)).toEqual([9]);
    at = 48 * 3_600_000;
    expect(albums.pagesOf("-1", 2)).toEqual([2]);
  });

  it("is forgotten when there were two thousand others, and has no more than ten pages", () => {
    const albums = createAlbums(() => 0);
    for (let album = 0; album <= 2_000; album++) {
      for (const page of [1, 2])
        albums.note({ group: "-1", album: String(album), message: album * 2 + page });
    }
    expect(albums.pagesOf("-1", 1)).toEqual([1]);
    expect(albums.pagesOf("-1", 3)).toEqual([3, 4]);
    for (let message = 10_000; message < 10_020; message++)
      albums.note({ group: "-1", album: "long", message });
    expect(albums.pagesOf("-1", 10_000)).toHaveLength(10);
  });
});
