import { describe, expect, it } from "vitest";
import { decode } from "../../src/channels/telegram.ts";

const self = { id: 7_000_000_001, username: "gongyou_bot" };
const at = "2026-11-20T08:00:00.000Z";

describe("media that cannot be read", () => {
  const of = (content: object, group = false): unknown => {
    const chat = group ? { id: -1_001, type: "supergroup" } : { id: 5, type: "private" };
    const message = { message_id: 7, date: 1, from: { id: 5, is_bot: false }, chat, ...content };
    return decode({ update_id: 1, message }, self, at)?.incoming[0]?.content;
  };
  const video = { video: { file_id: "v" } };

  it("are taken for what is asked below them", () => {
    const caption = "@gongyou_bot 疗休养怎么报名";
    const caption_entities = [{ type: "mention", offset: 0, length: 12 }];
    const asked = { kind: "text", text: "疗休养怎么报名" };
    for (const media of [video, { voice: {} }, { animation: {}, document: { file_id: "d" } }]) {
      expect(of({ ...media, caption, caption_entities }, true)).toEqual(asked);
      expect(of({ ...media, caption: asked.text })).toEqual(asked);
    }
    expect(of({ document: { file_id: "d" }, caption: asked.text })).toMatchObject({ kind: "remote-files" });
  });

  it("are said to be unreadable where nothing is asked", () => {
    const unread = { kind: "unreadable", what: "video" };
    expect(of(video)).toEqual(unread);
    expect(of({ ...video, caption: " " })).toEqual(unread);
    const caption_entities = [{ type: "mention", offset: 0, length: 12 }];
    expect(of({ ...video, caption: "@gongyou_bot", caption_entities }, true)).toEqual(unread);
  });
});
