// Commands run while the service runs: done inside it, and nobody who reads what they say can tell.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gongyou, jsonLines, root, SAMPLES, start, temporaryFolder, type Run, type Running } from "./run.ts";

const READY = "按 Ctrl-C 停止。";
const QUESTION = "德钦县的技能培训办了多少期？";
const FILES = 600;

let folder = "";
let data = "";
let many = "";
let remove = async (): Promise<void> => {};
let service: Running;
const alone = new Map<string, Run>();

/** In an order in which each finds what the ones before it left. */
const LINES: readonly (readonly string[])[] = [
  ["reports"],
  ["figures", "--json", "--place", "德钦县"],
  ["ask", QUESTION],
  ["ask", "--file", "questions.jsonl"],
  ["ask", "--file", "nothing.jsonl"],
  ["ingest", "mixed", "nothing.txt", "--json"],
  ["remove", "another.txt"],
  ["remove", "another.txt"],
  ["staff", "list"],
  ["staff", "nonsense"],
  ["erase", "00000000-0000-4000-8000-00000000abcd"],
  ["audit", "verify", "--json"],
];

const on = (where: string, words: readonly string[], env: Record<string, string> = {}): Promise<Run> =>
  gongyou([...words, "--data", where], { cwd: folder, env });

// An address has the port that the service was given.
const plain = ({ status, output, errors }: Run): Run => ({
  status,
  output: output.replaceAll(/127\.0\.0\.1:\d+/g, "here"),
  errors,
});

beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  data = join(folder, "data");
  many = join(folder, "many");
  await mkdir(join(folder, "mixed"));
  await writeFile(
    join(folder, "mixed", "another.txt"),
    "某县总工会2024年工作情况\n全年走访慰问困难职工三百人。\n",
  );
  await writeFile(join(folder, "mixed", "empty.txt"), "");
  await writeFile(join(folder, "questions.jsonl"), `{"id":"a","q":"${QUESTION}"}\nno json\n`);
  await mkdir(many);
  for (let number = 0; number < FILES; number++) {
    const lines = Array.from(
      { length: 20 },
      (_, at) => `第${number}镇第${at}次组织${number + at}名职工参加活动。`,
    );
    await writeFile(join(many, `${number}.txt`), `第${number}镇工会工作情况\n${lines.join("")}\n`);
  }
  await on(data, ["ingest", SAMPLES]);
  const copy = join(folder, "copy");
  await cp(data, copy, { recursive: true });
  for (const [index, words] of LINES.entries()) alone.set(`${index}`, plain(await on(copy, words)));
  service = start(["start", "--data", data]);
  await service.says(READY);
}, 300_000);
afterAll(async () => {
  service.child.kill("SIGTERM");
  await service.ended;
  await remove();
});

it("says what it says alone, to the letter, and ends with the same status", async () => {
  for (const [index, words] of LINES.entries()) {
    expect(plain(await on(data, words)), words.join(" ")).toEqual(alone.get(`${index}`));
  }
  const carried = jsonLines(service.errors()).filter(({ msg }) => msg === "command run for another process");
  expect(carried.map(({ command }) => command)).toEqual(LINES.map(([name]) => name));
  expect(service.errors()).not.toMatch(/\p{Script=Han}/u);
}, 300_000);

it("changes what members are told from the next question on", async () => {
  const file = join(folder, "new.txt");
  await writeFile(file, "临海市总工会2024年工作情况\n临海市总工会2024年为户外劳动者建成驿站四十七个。\n");
  const question = "临海市2024年建成了多少个户外劳动者驿站？";
  const before = await on(data, ["ask", "--json", question]);
  await on(data, ["ingest", file]);
  const after = await on(data, ["ask", "--json", question]);
  expect(jsonLines(before.output)[0]?.["text"]).not.toContain("四十七");
  expect(jsonLines(after.output)[0]?.["text"]).toContain("四十七");
});

it("speaks the language of whoever asks and logs as they asked, into their terminal", async () => {
  const run = await on(data, ["ask", "--json", QUESTION], { LANG: "en_US.UTF-8", LOG_LEVEL: "info" });
  expect(jsonLines(run.errors)).toEqual([expect.objectContaining({ msg: "question answered" })]);
  const wrong = await on(data, ["remove", "nothing.txt"], { LANG: "en_US.UTF-8" });
  expect(wrong.status).toBe(1);
  expect(wrong.errors).toMatch(/^There is no report/);
});

it("is refused in one line without the folder's secret, with other settings, or when it is a talk", async () => {
  const locked = /^数据文件夹正被另一个工友程序使用（[^）]*）.*\n$/;
  const control = await readFile(join(data, "control"), "utf8");
  await writeFile(join(data, "control"), control.replace(/"secret":"[^"]*"/, `"secret":"${"0".repeat(64)}"`));
  const guessed = await on(data, ["reports"]);
  await writeFile(join(data, "control"), control);
  expect(guessed).toMatchObject({ status: 1, output: "", errors: expect.stringMatching(locked) });
  const other = await on(data, ["reports"], { DATABASE_URL: "postgres://u:secret-word@127.0.0.1:9/x" });
  expect(other).toMatchObject({ status: 1, output: "", errors: expect.stringMatching(locked) });
  expect(other.errors).toContain("DATABASE_URL");
  expect(other.errors).not.toContain("secret-word");
  expect(await on(data, ["chat"])).toMatchObject({
    status: 1,
    output: "",
    errors: expect.stringMatching(locked),
  });
});

const ingesting = async (): Promise<Running> => {
  const running = start(["ingest", many, "--data", data], { env: { LOG_LEVEL: "info" } });
  await expect.poll(() => running.errors(), { timeout: 60_000, interval: 10 }).toContain("file taken in");
  return running;
};
const stoppedHere = (): number =>
  jsonLines(service.errors()).filter(({ command, status }) => command === "ingest" && status === 1).length;

it("stops on Ctrl-C as it does alone, and answers others while it works", async () => {
  const running = await ingesting();
  const asked = await on(data, ["ask", "--json", QUESTION]);
  expect(jsonLines(asked.output)[0]).toMatchObject({ kind: "answer" });
  running.child.kill("SIGINT");
  const run = await running.ended;
  expect(run.status).toBe(1);
  expect(run.errors).toContain("已停下。再运行一次会接着做完。");
  expect(Number(jsonLines(run.errors).at(-1)?.["done"])).toBeLessThan(FILES);
});

it("stops when the one who asked is killed; the service goes on", async () => {
  const before = stoppedHere();
  // Past the launcher, which would die alone.
  const asker = spawn(process.execPath, [join(root, "src", "main.ts"), "ingest", many, "--data", data], {
    env: { PATH: process.env["PATH"], LOG_LEVEL: "info" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  await once(asker.stderr, "data");
  asker.kill("SIGKILL");
  await expect.poll(stoppedHere, { timeout: 30_000 }).toBe(before + 1);
  expect((await on(data, ["reports"])).status).toBe(0);
});

it("hears that it stopped half-way when the service is stopped, and that it is lost when that is killed", async () => {
  const first = await ingesting();
  service.child.kill("SIGTERM");
  expect((await service.ended).status).toBe(0);
  expect(await first.ended).toMatchObject({
    status: 1,
    errors: expect.stringContaining("已停下。再运行一次会接着做完。"),
  });

  service = start(["start", "--data", data]);
  await service.says(READY);
  const refused = await on(data, ["chat"]);
  const second = await ingesting();
  process.kill(Number(/进程号：(\d+)/.exec(refused.errors)?.[1]), "SIGKILL");
  const lost = await second.ended;
  expect(lost.status).toBe(1);
  expect(lost.errors).toContain("可能没有做完");
  await service.ended;

  const again = await on(data, ["ingest", many]);
  expect(again.status).toBe(0);
  expect((await on(data, ["reports"])).output.trim().split("\n")).toHaveLength(FILES + 1 + 19 + 1);
}, 300_000);
