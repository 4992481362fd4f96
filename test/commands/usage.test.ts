import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gongyou, temporaryFolder } from "./run.ts";

let folder = "";
let remove = async (): Promise<void> => {};
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

const COMMANDS = ["start", "ingest", "reports", "remove", "ask", "chat", "eval", "figures"];
/** In an empty folder, so that anything that opened the database would leave `data` behind. */
const here = async (...words: string[]) => {
  const run = await gongyou(words, { cwd: folder });
  expect(existsSync(join(folder, "data")), "left a data folder").toBe(false);
  return run;
};

describe("the command line", () => {
  it("prints its version and its help on standard output, in the terminal's language", async () => {
    const [version, help, english] = await Promise.all([
      here("--version"),
      here("--help"),
      gongyou(["--help"], { env: { LANG: "en_GB.UTF-8" } }),
    ]);
    expect(version).toEqual({ status: 0, output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), errors: "" });
    expect(help).toMatchObject({ status: 0, errors: "" });
    expect(help.output).toMatch(/^用法：/);
    expect(help.output).not.toMatch(/Usage|Options|Commands|output the version/);
    for (const command of COMMANDS) expect(help.output).toContain(`  ${command} `);
    expect(english.output).toMatch(/^Usage:/);
    expect(english.output.replace("工友", "")).not.toMatch(/\p{Script=Han}/u);
  });

  it("has help for a command", async () => {
    const run = await here("figures", "--help");
    expect(run).toMatchObject({ status: 0, errors: "" });
    expect(run.output).toMatch(/--place[^]*--topic/);
  });

  it.each<[words: string[], said: string]>([
    [[], "用法："],
    [["nonsense"], "没有“nonsense”这个命令。"],
    [["reprots"], "您是不是想用：reports"],
    [["reports", "--bogus"], "没有“--bogus”这个选项。"],
    [["reports", "more"], "给的内容太多了"],
    [["ingest"], "少了“path”。"],
    [["remove"], "少了“report”。"],
    [["eval"], "少了“questions.jsonl”。"],
    [["ask"], "请写上一个问题"],
    [["ask", ""], "请写上一个问题"],
    [["ask", "问题", "--file", "questions.jsonl"], "请写上一个问题"],
    [["reports", "--data"], "“--data"],
    [["reports", "--data", ""], "“--data”"],
  ])("calls %j wrong use, says what is wrong, and opens nothing", async (words, said) => {
    const run = await here(...words);
    expect(run).toMatchObject({ status: 2, output: "" });
    expect(run.errors).toContain(said);
    expect(run.errors).not.toMatch(/error:|^\s+at /m);
  });

  it("takes no question longer than a channel takes", async () => {
    const run = await here("ask", "长".repeat(2_001));
    expect(run).toMatchObject({ status: 2, output: "" });
    expect(run.errors).toContain("2,000");
  });

  it("names every wrong setting, what it got and what it wants, and keeps secrets", async () => {
    const run = await gongyou(["reports"], {
      cwd: folder,
      env: { PORT: "abc", QDRANT_URL: "nonsense", QDRANT_API_KEY: "hush-hush", LOG_LEVEL: "loud" },
    });
    expect(run).toMatchObject({ status: 2, output: "" });
    expect(run.errors).toBe(
      '设置有误（PORT：现在是 "abc"，应为：0 到 65535 的整数；QDRANT_URL：现在是 "nonsense"，应为：网址，例如 http://localhost:6333；LOG_LEVEL：现在是 "loud"，应为：debug、info、warn、error、silent 之一）。请按提示改好再启动。\n',
    );
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  it("fails with a line that says how to mend it when the data folder is a file", async () => {
    await writeFile(join(folder, "file"), "");
    const [chinese, english] = await Promise.all([
      gongyou(["reports", "--data", join(folder, "file")]),
      gongyou(["reports", "--data", join(folder, "file")], { env: { LANG: "C" } }),
    ]);
    expect(chinese).toMatchObject({ status: 1, output: "" });
    expect(chinese.errors).toContain(`（文件夹：${join(folder, "file")}，原因：不是文件夹）`);
    expect(english.errors).toContain(`(folder: ${join(folder, "file")}, reason: it is not a folder)`);
  });

  it("does not make a data folder for files that are not there", async () => {
    await mkdir(join(folder, "empty"), { recursive: true });
    const [missing, none] = [await here("ingest", "nowhere.txt"), await here("ingest", "empty")];
    expect(missing.status).toBe(1);
    expect(missing.errors).toContain("没有这个文件或文件夹");
    expect(none).toMatchObject({ status: 0, output: "", errors: "没有找到可以收录的文件。\n" });
    const file = await here("ask", "--file", "nowhere.jsonl");
    expect(file).toMatchObject({ status: 1, output: "" });
    expect(file.errors).toContain("nowhere.jsonl");
    const questions = await here("eval", "empty");
    expect(questions.status).toBe(1);
  });
});
