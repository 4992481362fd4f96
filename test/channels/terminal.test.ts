import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createTerminalChannel, decode, encode } from "../../src/channels/terminal.ts";
import { plainText, wrap } from "../../src/channels/terminal-text.ts";
import { temporaryFolder } from "../commands/run.ts";
import type { Incoming, Reply } from "../../src/domain/message.ts";
import type { SentReply } from "../../src/domain/talk.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { channelContract } from "../contracts/channel.ts";
import { createFileShelf } from "../support/file-shelf.ts";

const { text } = createCatalogue();
const now = (): Date => new Date("2026-01-02T03:04:05Z");

function gather(): { output: Writable; written: () => string } {
  let all = "";
  const output = new Writable({
    write(chunk, _, done) {
      all += String(chunk);
      done();
    },
  });
  return { output, written: () => all };
}

const { keepFile } = createFileShelf();

channelContract("the terminal", (member) => {
  const input = new PassThrough();
  const { output, written } = gather();
  const channel = createTerminalChannel({ input, output, text, now, keepFile, chat: member, json: true });
  let stored = 0;
  const counted: typeof channel = {
    ...channel,
    start: (onMessage) =>
      channel.start(async (incoming) => {
        await onMessage(incoming);
        stored++;
      }),
  };
  let sent = 0;
  return {
    channel: counted,
    async say(line, id) {
      input.write(`${JSON.stringify({ id, text: line })}\n`);
      sent++;
      await expect.poll(() => stored, { interval: 2 }).toBe(sent);
    },
    seen: async () =>
      written()
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as Reply).text),
    wire: async () => written(),
  };
});

const reply: Reply = {
  kind: "answer",
  text: "2023年，全县组织4批一线职工疗休养，312人参加。[1]",
  citations: [
    {
      report: "a.txt",
      title: "把服务送到一线",
      publisher: "青禾日报",
      date: "2023-11-06",
      quote: "组织4批一线职工疗休养，312人参加。",
      link: "/reports/a?from=1&to=9",
    },
  ],
  suggestions: ["那培训呢？"],
  locale: "zh-Hans",
  answer: "a1",
};

const sentReply = (said: Reply, sequence = 1): SentReply => ({ sequence, reply: said });
const taken = async (): Promise<void> => {};

describe("the terminal", () => {
  it("prints the sources, numbered, beneath the answer", () => {
    expect(encode(reply, 80, "来源")).toBe(
      [
        "2023年，全县组织4批一线职工疗休养，312人参加。[1]",
        "",
        "来源",
        "  [1] 把服务送到一线 · 青禾日报 · 2023-11-06",
        "      组织4批一线职工疗休养，312人参加。",
        "      /reports/a?from=1&to=9",
        "  → 那培训呢？",
        "",
        "",
      ].join("\n"),
    );
  });

  it("wraps at the width, two columns a Chinese character, and no line begins with a full stop", () => {
    for (const line of wrap(reply.text.repeat(3), 24).split("\n")) {
      const columns = Array.from(line).reduce((sum, one) => sum + (/[\u2e80-\uffef]/.test(one) ? 2 : 1), 0);
      expect(columns).toBeLessThanOrEqual(26);
      expect(line).not.toMatch(/^[，。]/);
    }
    expect(wrap("one two three", 8)).toBe("one two\nthree");
    expect(wrap("abcdefghijklmnop", 8)).toBe("abcdefgh\nijklmnop");
  });

  it("takes out what a terminal would obey", () => {
    expect(plainText("a\u001b]0;title\u0007b\u202Ec\r\nd\u009b31m")).toBe("a]0;titlebc\nd31m");
  });

  it("reads plain lines, JSON lines and ratings", () => {
    expect(decode("  问题 ", false)).toEqual({ content: { kind: "text", text: "问题" } });
    expect(decode('{"id":"7","text":"问题"}', true)).toEqual({
      id: "7",
      content: { kind: "text", text: "问题" },
    });
    expect(decode('{"text":"问题"}', false)?.content).toEqual({
      kind: "text",
      text: '{"text":"问题"}',
    });
    expect(decode("{broken", true)?.content).toEqual({ kind: "text", text: "{broken" });
    expect(decode("   ", false)).toBeUndefined();
  });

  it("sends files, and names those it cannot", async () => {
    const { folder, remove } = await temporaryFolder();
    await writeFile(join(folder, "a b.jpg"), new Uint8Array([0xff, 0xd8, 0xff, 0xe0]));
    await writeFile(join(folder, "run.sh"), "#!/bin/sh");
    const input = new PassThrough();
    const { output, written } = gather();
    const channel = createTerminalChannel({ input, output, text, now, keepFile });
    const got: Incoming[] = [];
    await channel.start(async (incoming) => {
      got.push(incoming);
    });
    input.end(`/file "${folder}/a b.jpg" ${folder}/run.sh ${folder}/none.pdf\n/file ${folder}/run.sh\n`);
    await channel.finished;
    await remove();
    expect(got.map(({ content }) => content)).toEqual([
      {
        kind: "files",
        files: [{ id: expect.any(String), name: "a b.jpg", type: "image/jpeg", size: 4 }],
        text: "",
      },
    ]);
    expect(written()).toContain("run.sh");
    expect(written()).toContain("none.pdf");
  });

  it("ends when the input ends and prints what comes after", async () => {
    const input = new PassThrough();
    const { output, written } = gather();
    const channel = createTerminalChannel({
      input,
      output,
      text,
      now,
      keepFile,
      json: true,
      newId: () => "id",
    });
    const got: Incoming[] = [];
    await channel.start(async (incoming) => {
      got.push(incoming);
    });
    input.end("一\n\n二");
    await channel.finished;
    expect(got.map(({ content }) => content)).toEqual([
      { kind: "text", text: "一" },
      { kind: "text", text: "二" },
    ]);
    await channel.stop();
    await channel.send({ channel: "terminal", chat: "me" }, [sentReply(reply)], taken);
    expect(JSON.parse(written())).toEqual(reply);
    await channel.send({ channel: "terminal", chat: "me" }, [sentReply(reply), sentReply(reply, 2)], taken);
    const lines = written().trim().split("\n").slice(-2);
    expect(lines.map((line) => (JSON.parse(line) as { more?: true }).more)).toEqual([true, undefined]);
  });

  it("ends quietly when nobody reads the output any more", async () => {
    const input = new PassThrough();
    const output = new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
      },
    });
    const channel = createTerminalChannel({ input, output, text, now, keepFile });
    await channel.start(async () => {});
    await channel.send({ channel: "terminal", chat: "me" }, [sentReply(reply)], taken);
    await channel.finished;
    await channel.send({ channel: "terminal", chat: "me" }, [sentReply(reply)], taken);
  });

  it("says so when a line is too long, and does not pass it on", async () => {
    const input = new PassThrough();
    const { output, written } = gather();
    const channel = createTerminalChannel({ input, output, text, now, keepFile });
    let got = 0;
    await channel.start(async () => {
      got++;
    });
    input.end(`${"长".repeat(2_001)}\n`);
    await channel.finished;
    expect(got).toBe(0);
    expect(written()).toContain("2,000");
  });
});
