// The limits on what is sent, as the stand-in counts them, passing faster than the real ones; and that none is over-kept.
import { describe, expect, it } from "vitest";
import { groupTalk } from "../../src/domain/group.ts";
import { replyOf, sent, until, untold } from "../support/telegram/channel.ts";
import { addressOf, telegramStage } from "../support/telegram/stage.ts";

describe("Telegram's limits", () => {
  const { platform, run } = telegramStage(20);

  it("are kept with sixty chats that get several replies each, in order, and nearly used up", async () => {
    const { channel } = await run();
    const people = Array.from({ length: 60 }, () => platform().person());
    for (const person of people) person.start();
    await until(() => channel.state().kind === "listening");
    const begun = performance.now();
    await Promise.all(
      people.map((person) =>
        channel.send(
          addressOf(person),
          [1, 2, 3, 4].map((number) => sent(replyOf(`第${number}条`))),
          untold,
        ),
      ),
    );
    for (const person of people) {
      expect(person.seen().map((one) => one.text)).toEqual(["第1条", "第2条", "第3条", "第4条"]);
    }
    // 240 messages at 30 a second take eight seconds there, and should not take many more.
    expect((performance.now() - begun) * 20).toBeLessThan(100_000);
  });

  it("are kept in a group where many ask at once, while others are answered meanwhile", async () => {
    const { channel } = await run();
    const group = platform().group();
    const askers = Array.from({ length: 25 }, () => platform().person());
    group.addBot(askers[0] ?? platform().person());
    const begun = performance.now();
    const all = Promise.all(
      askers.map((one) => {
        const { message } = group.say(one, "@gongyou_bot 有吗");
        const address = { channel: "telegram", chat: groupTalk(String(group.id), String(one.id)) };
        return channel.send(address, [sent(replyOf("有。", { to: String(message) }))], untold);
      }),
    );
    const person = platform().person();
    person.start();
    await channel.send(addressOf(person), [sent(replyOf("快"))], untold);
    const quick = performance.now() - begun;
    await all;
    expect(group.seen()).toHaveLength(25);
    // A minute passes before the twenty-first may be sent.
    expect((performance.now() - begun) * 20).toBeGreaterThan(60_000);
    expect(quick * 20).toBeLessThan(40_000);
  });

  it("count what is edited and what grows in place, too", async () => {
    const { channel } = await run();
    const person = platform().person();
    person.start();
    await until(() => channel.state().kind === "listening");
    const working = channel.working(addressOf(person));
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      working.show("长".repeat(count + 1));
      const more = ids[0] === undefined ? {} : { replaces: ids[0] };
      await channel.send(
        addressOf(person),
        [sent(replyOf(`第${count}条`, more))],
        async (_, messages) => void ids.push(...messages),
      );
    }
    await working.end();
  });

  it("that are broken in many chats at once are taken for everybody's", async () => {
    const { channel } = await run();
    const people = Array.from({ length: 6 }, () => platform().person());
    for (const person of people) person.start();
    platform().weather("sendMessage", { kind: "error", status: 429, parameters: { retry_after: 20 } }, 3);
    const begun = performance.now();
    const all = Promise.all(
      people.slice(0, 3).map((person) => channel.send(addressOf(person), [sent(replyOf("好"))], untold)),
    );
    await until(() => platform().calls.filter(({ method }) => method === "sendMessage").length === 3);
    await new Promise((done) => setTimeout(done, 200));
    await channel.send(addressOf(people[4] ?? platform().person()), [sent(replyOf("好"))], untold);
    expect((performance.now() - begun) * 20).toBeGreaterThan(18_000);
    await all;
  });
});
