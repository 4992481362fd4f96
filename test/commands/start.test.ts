// The service: what it says, when it is ready, who it refuses, and how it ends.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gongyou, jsonLines, start, temporaryFolder, type Running } from "./run.ts";

let folder = "";
let remove = async (): Promise<void> => {};
let service: Running;
let address = "";
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  service = start(["start", "--data", join(folder, "data")], { env: { HOST: "0.0.0.0" } });
  await service.says("按 Ctrl-C 停止。");
  address = /http:\/\/localhost:\d+\//.exec(service.output())?.[0] ?? "";
});
afterAll(async () => {
  service.child.kill("SIGKILL");
  await remove();
});

it("loads the samples, prints an address that opens here, and is ready", async () => {
  expect(service.output()).toMatch(
    /^第一次启动，正在载入示例报道……\n已载入 19 篇示例报道。\n网页对话已打开：http:\/\/localhost:\d+\/\n/,
  );
  for (const path of ["health", "ready", ""]) expect((await fetch(address + path)).status, path).toBe(200);
  expect((await fetch(`${address}nothing-here`)).status).toBe(404);
});

it("answers a message and logs it without its words", async () => {
  const question = "德钦县的技能培训办了多少期？";
  const page = await fetch(address);
  const cookie = page.headers.get("set-cookie")?.split(";")[0] ?? "";
  const sent = await fetch(`${address}api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie },
    body: JSON.stringify({ id: "m1", text: question }),
  });
  expect(sent.status).toBe(202);
  await expect.poll(() => service.errors(), { timeout: 20_000 }).toContain("message handled");
  expect(jsonLines(service.errors()).map(({ msg }) => msg)).toEqual(["started", "message handled"]);
  expect(service.errors()).not.toMatch(/\p{Script=Han}/u);
  expect(service.errors()).not.toContain(cookie.replace("gongyou=", ""));
});

it("refuses a second process on its folder and says who has it", async () => {
  const [second, chat] = await Promise.all([
    gongyou(["start", "--data", join(folder, "data")]),
    gongyou(["chat", "--data", join(folder, "data")], { env: { LANG: "en_US.UTF-8" } }),
  ]);
  expect(second).toMatchObject({ status: 1, output: "" });
  expect(second.errors).toMatch(/^数据文件夹正被另一个工友程序使用（.*进程号：\d+，程序：gongyou start）/);
  expect(chat.errors).toMatch(/^Another Gongyou program is using .* program: gongyou start\)/);
});

it("says at once that a port is taken, and loads nothing", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const { port } = holder.address() as AddressInfo;
  const run = await gongyou(["start", "--data", join(folder, "other")], { env: { PORT: String(port) } });
  holder.close();
  expect(run).toMatchObject({ status: 1, output: "" });
  expect(run.errors).toBe(
    `网页服务没能打开（地址：127.0.0.1，端口：${port}，原因：端口已被占用）。请用 PORT 换一个端口，或关掉占用它的程序。\n`,
  );
});

it("ends with 0 on SIGTERM, within its bound, though a page listens and a client sends for ever", async () => {
  const { hostname, port } = new URL(address);
  const { connect } = await import("node:net");
  const slow = connect(Number(port), hostname);
  slow.on("error", () => {});
  slow.write(
    "POST /api/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{",
  );
  const stream = await fetch(`${address}api/events`);
  expect(stream.status).toBe(200);
  const listening = stream.text().catch(() => "");
  const begun = performance.now();
  service.child.kill("SIGTERM");
  const run = await service.ended;
  expect(run.status).toBe(0);
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(jsonLines(run.errors).at(-1)).toMatchObject({ msg: "stopped" });
  await listening;
  slow.destroy();
  await expect(fetch(address)).rejects.toThrow();
});
