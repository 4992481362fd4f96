// What every channel promises, run over each of them with a real store and inbox: in order, once, nothing interpreted,
// nothing lost by a restart. A channel's test gives a `connect` that speaks to it as its platform would.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Channel } from "../../src/channels/channel.ts";
import type { Handled } from "../../src/conversation/handling.ts";
import { createInbox, type Inbox } from "../../src/conversation/inbox.ts";
import type { Incoming, Reply } from "../../src/domain/message.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import type { ConversationStore } from "../../src/stores/conversation-store.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

/** One running channel and the member at its other end. */
export interface Line {
  readonly channel: Channel;
  /** The member sends a text; the platform gives it this id. Resolves when the platform was told that it is taken. */
  say(text: string, id: string): Promise<void>;
  /** All texts of replies the member's side got so far, in order. */
  seen(): Promise<string[]>;
  /** Everything the channel gave out, as bytes on the wire. */
  wire(): Promise<string>;
}

export type Connect = (member: string, store: ConversationStore) => Promise<Line> | Line;

const { text } = createCatalogue();
const quiet = { info() {}, error() {} };

export const replyOf = (line: string): Reply => ({
  kind: "answer",
  text: line,
  citations: [],
  suggestions: [],
  locale: "zh-Hans",
});

export function channelContract(name: string, connect: Connect): void {
  describe(`${name} keeps what every channel promises`, () => {
    let opened: TestStores;
    let members = 0;
    const running: { line: Line; inbox: Inbox }[] = [];

    beforeAll(async () => {
      opened = await openTestStores();
    });
    afterEach(async () => {
      for (const { line, inbox } of running.splice(0)) {
        await line.channel.stop();
        await inbox.stop(1_000);
      }
    });
    afterAll(() => opened.close());

    async function run(member: string, handle: (incoming: Incoming) => Promise<Handled>) {
      const line = await connect(member, opened.stores.conversations);
      const inbox = createInbox({
        stores: opened.stores,
        handle: (_, incoming) => handle(incoming),
        deliver: (address, replies, taken) => line.channel.send(address, replies, taken),
        text,
        hotline: "12351",
        log: quiet,
        now: () => new Date(),
        sleep: async () => {},
      });
      await line.channel.start(inbox.receive);
      await inbox.resume([line.channel.name]);
      running.push({ line, inbox });
      return { line, inbox };
    }

    const said = ({ content }: Incoming): string => (content.kind === "text" ? content.text : "");
    const echo = async (incoming: Incoming): Promise<Handled> => ({
      state: { version: 1 },
      replies: [replyOf(`re ${said(incoming)}`)],
    });
    const newMember = (): string => `member-${++members}-${"x".repeat(16)}`;

    it("brings replies in the order of the messages, however long each takes", async () => {
      const { line, inbox } = await run(newMember(), async (incoming) => {
        await new Promise((done) => setTimeout(done, said(incoming) === "one" ? 60 : 1));
        return echo(incoming);
      });
      for (const [index, word] of ["one", "two", "three", "four"].entries())
        await line.say(word, `m${index}`);
      await inbox.idle();
      expect(await line.seen()).toEqual(["re one", "re two", "re three", "re four"]);
    });

    it("handles a message once, though the platform brings it again", async () => {
      let times = 0;
      const { line, inbox } = await run(newMember(), (incoming) => {
        times++;
        return echo(incoming);
      });
      await line.say("hello", "same");
      await line.say("hello", "same");
      await inbox.idle();
      await line.say("hello", "same");
      await inbox.idle();
      expect(times).toBe(1);
      expect(await line.seen()).toEqual(["re hello"]);
    });

    it("never lets text act on the other side", async () => {
      const trick = "<b>x</b> \u001b[31mred\u001b[0m\n\nevent: reply\ndata: {}\n\n\u202Eback";
      const { line, inbox } = await run(newMember(), async () => ({ state: {}, replies: [replyOf(trick)] }));
      await line.say("<script>alert(1)</script>", "m1");
      await inbox.idle();
      const seen = await line.seen();
      expect(seen).toHaveLength(1);
      expect(seen[0]).toContain("<b>x</b>");
      expect(await line.wire()).not.toContain("\u001b");
    });

    it("finishes after a restart what was stored before it", async () => {
      const member = newMember();
      const first = await run(member, () => new Promise(() => {}));
      await first.line.say("lost?", "m1");
      const second = await run(member, echo);
      await second.inbox.idle();
      expect(await second.line.seen()).toEqual(["re lost?"]);
      await second.line.say("and now", "m2");
      await second.inbox.idle();
      expect(await second.line.seen()).toEqual(["re lost?", "re and now"]);
    });

    it("tells the member kindly when something fails, and goes on", async () => {
      const { line, inbox } = await run(newMember(), async (incoming) => {
        if (said(incoming) === "fail") throw new Error("scripted");
        return echo(incoming);
      });
      await line.say("fail", "m1");
      await line.say("again", "m2");
      await inbox.idle();
      const seen = await line.seen();
      expect(seen).toHaveLength(2);
      expect(seen[0]).toContain("12351");
      expect(seen[1]).toBe("re again");
    });
  });
}
