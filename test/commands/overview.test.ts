// The overview as the office meets it: beside the web chat on this machine, and by the command's link from others.
import { mkdir, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gongyou, start, temporaryFolder, type Running } from "./run.ts";

const elsewhere = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

let data = "";
let remove = async (): Promise<void> => {};
let service: Running;
let port = 0;
beforeAll(async () => {
  const made = await temporaryFolder();
  remove = made.remove;
  data = join(made.folder, "data");
  await mkdir(data);
  // No reports are needed here.
  await writeFile(join(data, "samples"), "loaded");
  service = start(["start", "--data", data], { env: { HOST: "0.0.0.0" } });
  await service.says("Ctrl-C");
  port = Number(/localhost:(\d+)/.exec(service.output())?.[1]);
});
afterAll(async () => {
  service?.child.kill("SIGINT");
  await service?.ended;
  await remove();
});

it("opens here, and not for whom a proxy speaks", async () => {
  const page = await fetch(`http://localhost:${port}/overview`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("本级工会");
  const proxied = await fetch(`http://localhost:${port}/overview`, {
    headers: { "x-forwarded-for": "203.0.113.9" },
  });
  const unknown = await fetch(`http://localhost:${port}/nothing-here`);
  expect([proxied.status, await proxied.text()]).toEqual([404, await unknown.text()]);
});

it.skipIf(elsewhere === undefined)(
  "opens on other computers by the link that the command prints",
  async () => {
    expect((await fetch(`http://${elsewhere}:${port}/overview`)).status).toBe(404);
    const { status, output, errors } = await gongyou(["overview", "--data", data]);
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    const link =
      output.split("\n").find((one) => one.startsWith(`http://${elsewhere}:${port}/overview?`)) ?? "";
    expect(output).toMatch(/^拿到这个链接的人，7 天内都能打开概况页：\n/);
    expect(await (await fetch(link)).text()).toContain("本级工会");
    const revoked = await gongyou(["overview", "--revoke", "--data", data]);
    expect(revoked).toMatchObject({ status: 0, errors: "" });
    expect(revoked.output).toContain("都打不开了");
    expect((await fetch(link)).status).toBe(404);
    expect((await fetch(`http://localhost:${port}/overview`)).status).toBe(200);
  },
);

it("prints the address that others use when it is set, and says when there is none", async () => {
  const { folder, remove: removeOther } = await temporaryFolder();
  const print = (env: Record<string, string>) =>
    gongyou(["overview", "--data", folder], { env: { LANG: "en_GB.UTF-8", PORT: "8321", ...env } });
  const given = await print({ PUBLIC_URL: "https://gongyou.example.org" });
  expect(given.output).toMatch(
    /^Whoever has this link .* 7 days:\nhttps:\/\/gongyou\.example\.org\/overview\?until=\d+&key=[\w-]{43}\n$/,
  );
  const here = await print({});
  expect(here.output).toMatch(
    /\nhttp:\/\/127\.0\.0\.1:8321\/overview\?\S+\nThat address opens on this machine only/,
  );
  await removeOther();
});
