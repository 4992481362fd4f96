// Events with holes where the platform tells less than usual: what was said is heard all the same.
import { describe, expect, it } from "vitest";
import { decode } from "../../src/channels/feishu/event.ts";
import { BOT } from "../support/feishu-platform.ts";
import { person } from "../support/feishu/run.ts";

const AT = "2026-01-02T03:04:05.000Z";
const said = (words: string, more: object = {}) => ({
  header: { event_id: "e1", event_type: "im.message.receive_v1" },
  event: {
    sender: { sender_id: { open_id: person(1) }, sender_type: "user" },
    message: {
      message_id: "om_1",
      chat_id: "oc_1",
      chat_type: "group",
      message_type: "text",
      content: JSON.stringify({ text: words }),
      ...more,
    },
  },
});
const ours = { key: "@_user_2", name: "工友", id: { open_id: BOT } };
const nobody = [{ id: null }, { id: {} }, { id: { open_id: null } }, { id: { open_id: "" } }, {}];

describe("an event of Feishu", () => {
  it.each(nobody)("with somebody mentioned of whom is told %j is heard, and their name read", (who) => {
    const mentions = [{ key: "@_user_1", name: "张三", ...who }, ours];
    const inGroup = decode(said("@_user_2 @_user_1 得了病怎么办", { mentions }), BOT, AT);
    expect(inGroup?.kind).toBe("message");
    expect(inGroup?.incoming.content).toEqual({ kind: "text", text: "@张三 得了病怎么办" });
    const alone = said("@_user_1 得了病怎么办", { chat_type: "p2p", mentions: mentions.slice(0, 1) });
    expect(decode(alone, undefined, AT)?.incoming.content).toEqual({
      kind: "text",
      text: "@张三 得了病怎么办",
    });
  });

  it("is heard though names and lists are missing", () => {
    const nameless = said("@_user_2 疗休养", { mentions: [{ ...ours, name: null }], parent_id: null });
    expect(decode(nameless, BOT, AT)?.incoming.content).toEqual({ kind: "text", text: "疗休养" });
    const unmentioned = said("疗休养", { chat_type: "p2p", mentions: null, root_id: null });
    expect(decode(unmentioned, undefined, AT)?.incoming.content).toEqual({ kind: "text", text: "疗休养" });
  });

  it("answers the first message of a thread where it names no other", () => {
    const parentOf = (more: object): unknown => {
      const decoded = decode(said("接着问", more), BOT, AT);
      return decoded?.kind === "reply" ? decoded.parent : decoded;
    };
    expect(parentOf({ parent_id: "", root_id: "om_root" })).toBe("om_root");
    expect(parentOf({ parent_id: null, root_id: "om_root" })).toBe("om_root");
    expect(parentOf({ parent_id: "om_parent", root_id: "om_root" })).toBe("om_parent");
    expect(parentOf({ parent_id: "", root_id: "" })).toBeUndefined();
  });
});
