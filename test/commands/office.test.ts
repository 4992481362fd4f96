// What administrators do on the command line: the words of the chat, and --yes where the chat asks for one.
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gongyou, type Run, temporaryFolder } from "./run.ts";

let data = "";
let remove = async (): Promise<void> => {};
beforeAll(async () => {
  const made = await temporaryFolder();
  remove = made.remove;
  data = join(made.folder, "data");
});
afterAll(() => remove());

const run = (...words: string[]): Promise<Run> => gongyou([...words, "--data", data]);

it("cancels a batch only with --yes, and says before what that does", async () => {
  const days = ["2099-03-15", "2099-03-19", "2099-02-20"];
  expect((await run("batch", "add", "recuperation", "春季第一期", ...days, "50")).status).toBe(0);
  const asked = await run("batch", "cancel", "春季第一期");
  expect(asked).toMatchObject({ status: 2, output: "" });
  expect(asked.errors).toMatch(/春季第一期还没有取消.*\n在命令行里不用回，加上 --yes/);
  expect((await run("batch", "list")).output).toContain("春季第一期");
  expect(await run("batch", "cancel", "春季第一期", "--yes")).toMatchObject({
    status: 0,
    output: expect.stringContaining("已取消春季第一期"),
    errors: "",
  });
  expect((await run("batch", "list")).output).not.toContain("春季第一期");
});

it("gives somebody another role, takes one away, and warns of a unit that nobody decides for", async () => {
  const added = await run("staff", "add", "张敏", "administrator");
  expect(added.output).toContain("已添加张敏（本级工会，管理）");
  expect((await run("staff", "add", "张敏", "reviewer")).output).toContain(
    "张敏（本级工会，管理、审核）已经在了",
  );
  expect(await run("staff", "role", "张敏", "审核")).toMatchObject({
    status: 0,
    output: "张敏（本级工会）现在的权限：审核。\n",
  });
  expect((await run("staff", "remove", "张敏")).output).toContain(
    "注意：本级工会现在没有人审核了，新的办件没有人办。要加一位：/staff add 姓名 审核 本级工会",
  );
});
