// Plants personal data by applying through the real program, lets an officer work on it, and then searches everything the
// program left: files, tables, Redis, logs. What members may do with their data leaves the audit chain whole.
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/stores/database.ts";
import { gongyou, temporaryFolder } from "../commands/run.ts";
import { describeWith } from "../support/needs.ts";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { createApplicant, type Intended } from "./applicant.ts";
import { type Chatter, createChatter } from "./chatter.ts";
import { openOffice } from "./office.ts";
import { invent } from "./people.ts";
import { type Planted, searchFolder, searchIn, searchTables } from "./planted.ts";
import { createProgram } from "./program.ts";
import { sleep } from "./random.ts";
import { inDatabase, withOwnDatabase } from "./server.ts";
import { createWording, isNews } from "./wording.ts";

const PERSON = invent(4_711);
const PLANTED: Planted = {
  name: "欧阳紫萱",
  "identity number": PERSON.identityNumber,
  mobile: PERSON.mobile,
  "bank card": PERSON.bankCard,
  hospital: "省肿瘤医院胰腺科",
  contact: "端木长风 13712345098",
  illness: "胰腺癌化疗后体弱",
  "illness in a question": "尿毒症透析",
  "words in a photo": "病理号TX90417腺癌三期",
  "name of a file": "慕容雪的诊断书",
  "an officer's reason": "呼延老师说收入对不上",
};
const PHOTO = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  randomBytes(50_000),
  Buffer.from(PLANTED["words in a photo"] ?? ""),
]);

interface Told {
  readonly member: Chatter;
  readonly officer: Chatter;
  readonly numbers: readonly string[];
  readonly logs: string;
}

/** Two applications with everything planted, a question on the way, an officer who opens, looks at a paper and refuses. */
async function plant(folder: string, env: Readonly<Record<string, string>>): Promise<Told> {
  const office = await openOffice(folder, { officers: 1, env });
  const program = createProgram({ folder, env: { ...env, LOG_LEVEL: "debug" } });
  const person = (name: string): Chatter => createChatter({ name, address: program.address, isNews });
  const [member, officer] = [person("planted"), person("officer")];
  program.start();
  try {
    for (const one of [member, officer]) one.listen();
    await officer.say([...office.codes.values()][0] ?? "");
    const intended: Intended[] = [];
    const said = {
      name: PLANTED["name"] ?? "",
      hospital: PLANTED["hospital"] ?? "",
      "emergency-contact": PLANTED["contact"] ?? "",
      needs: PLANTED["illness"] ?? "",
    };
    const applicant = createApplicant({
      chatter: member,
      wording: createWording(folder),
      homes: [office.homes[0] ?? ""],
      day: "2026-11-10",
      intended,
      said,
      photo: PHOTO,
      photoName: `${PLANTED["name of a file"]}.png`,
    });
    await member.say(`得了${PLANTED["illness in a question"]}，工会能帮什么？`);
    await applicant.apply("medical-mutual-aid", 4_711);
    await applicant.apply("recuperation", 4_711);
    const [first = ""] = intended.map(({ number }) => number ?? "");
    await waitFor(member, first);
    await officer.say(`/case ${first}`);
    const paper = await officer.say(`/paper ${first} 1`);
    const link = /\/papers\/\S+/.exec(paper.map(({ text }) => text).join("\n"))?.[0];
    const shown = await fetch(new URL(link ?? "/", await program.address()));
    expect(
      Buffer.from(await shown.arrayBuffer()).includes(Buffer.from(PLANTED["words in a photo"] ?? "")),
    ).toBe(true);
    await officer.say(`/refuse ${first} ${PLANTED["an officer's reason"]} 确认`);
    await member.say("/status");
    await member.say("/mydata");
    await sleep(1_500);
    return { member, officer, numbers: intended.map(({ number }) => number ?? ""), logs: program.said() };
  } finally {
    for (const one of [member, officer]) one.stop();
    // Not stopped in order: what a kill leaves on disk is searched.
    await program.kill();
  }
}

/** Until the case is with an officer. */
async function waitFor(member: Chatter, number: string): Promise<void> {
  for (let round = 0; round < 200; round++) {
    if ([...member.heard.values()].some((one) => isNews(one) && one.text.startsWith(number))) return;
    await sleep(100);
  }
  throw new Error("the case was never checked");
}

const heardBy = (one: Chatter): string => [...one.heard.values()].map(({ text }) => text).join("\n");

describeWith("redis", "personal data in the embedded program with jobs on Redis", (binary) => {
  let folder = "";
  let redis: RedisServer;
  let told: Told;
  beforeAll(async () => {
    ({ folder } = await temporaryFolder());
    redis = await startRedis(binary);
    told = await plant(folder, { REDIS_URL: redis.url });
  }, 240_000);
  afterAll(async () => {
    await redis.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it("was really said, kept, and shown to the officer", () => {
    expect(told.numbers).toEqual([
      expect.stringMatching(/^2\d{3}-\d+$/),
      expect.stringMatching(/^2\d{3}-\d+$/),
    ]);
    expect(heardBy(told.officer)).toContain(PLANTED["name"]);
    expect(heardBy(told.officer)).toContain(PLANTED["bank card"]);
    expect(heardBy(told.member)).toContain(PLANTED["an officer's reason"]);
  });

  it("lies in clear in no file of the data folder", async () => {
    const { files, found } = await searchFolder(folder, PLANTED);
    expect(files).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it("lies in clear in no row of a table, and jobs hold ids only", async () => {
    const database = await openDatabase({ folder, command: "test" });
    try {
      const { rows, found } = await searchTables((text) => database.query(text), PLANTED);
      expect(rows).toBeGreaterThan(100);
      expect(found).toEqual([]);
      const payloads = await database.query<{ payload: Record<string, unknown> }>(
        "select payload from outbox",
      );
      expect(payloads.length).toBeGreaterThan(3);
      const values = payloads.flatMap(({ payload }) => Object.values(payload)).map(String);
      expect(values.filter((value) => !/^[\w-]{1,36}$/.test(value))).toEqual([]);
    } finally {
      await database.close();
    }
  });

  it("never reached Redis or the logs", async () => {
    const dump = Buffer.from(await redis.dump(), "latin1");
    expect(dump.length).toBeGreaterThan(100);
    expect(searchIn("Redis", dump, PLANTED)).toEqual([]);
    expect(told.logs).toContain("message handled");
    expect(searchIn("logs", Buffer.from(told.logs), PLANTED)).toEqual([]);
  });

  it("is exported and erased on request, and the audit chain stays whole", async () => {
    const options = { env: { DATA_DIR: folder } };
    const [number = ""] = told.numbers;
    const exported = await gongyou(["export", number], options);
    expect(exported).toMatchObject({ status: 0, errors: "" });
    for (const name of ["name", "identity number", "bank card", "illness"]) {
      expect(exported.output).toContain(PLANTED[name]);
    }
    expect((await gongyou(["audit", "verify"], options)).status).toBe(0);
    expect((await gongyou(["erase", number, "--yes"], options)).status).toBe(0);
    expect(await gongyou(["audit", "verify", "--json"], options)).toMatchObject({
      status: 0,
      output: expect.stringContaining('"sound"'),
    });
    expect((await gongyou(["export", number], options)).output).not.toContain(PLANTED["name"]);
  }, 120_000);

  it("cannot be looked at unseen: a changed line of the audit log is found", async () => {
    const database = await openDatabase({ folder, command: "test" });
    const [row] = await database.query<{ ordinal: number }>(
      "update audit set action = 'exported' where action = 'opened' and ordinal = (select min(ordinal) from audit where action = 'opened') returning ordinal",
    );
    await database.close();
    const checked = await gongyou(["audit", "verify", "--json"], { env: { DATA_DIR: folder } });
    expect(checked.status).toBe(1);
    expect(JSON.parse(checked.output)).toEqual({ kind: "broken", at: row?.ordinal });
  }, 60_000);
});

describeWith("postgres", "personal data on a PostgreSQL server", (url) => {
  it("lies in clear in no row, file or log", async () => {
    const { folder, remove } = await temporaryFolder();
    try {
      await withOwnDatabase(url, async (own) => {
        const told = await plant(folder, {
          DATABASE_URL: own,
          GONGYOU_KEYS: `t1:${randomBytes(32).toString("base64")}`,
        });
        const { rows, found } = await inDatabase(own, (client) =>
          searchTables(async (text) => (await client.query<Record<string, unknown>>(text)).rows, PLANTED),
        );
        expect(rows).toBeGreaterThan(100);
        expect(found).toEqual([]);
        expect((await searchFolder(folder, PLANTED)).found).toEqual([]);
        expect(searchIn("logs", Buffer.from(told.logs), PLANTED)).toEqual([]);
      });
    } finally {
      await remove();
    }
  }, 240_000);
});

describe("the search", () => {
  it.each([
    ["UTF-8", Buffer.from("x欧阳紫萱y")],
    ["UTF-16", Buffer.from("x欧阳紫萱y", "utf16le")],
    ["JSON escapes", Buffer.from(String.raw`"\u6b27\u9633\u7d2b\u8431"`)],
    ["hexadecimal", Buffer.from(Buffer.from("欧阳紫萱").toString("hex"))],
    ["base64", Buffer.from(Buffer.from("name: 欧阳紫萱").toString("base64"))],
  ])("finds planted words in %s", (_, bytes) => {
    expect(searchIn("here", bytes, PLANTED)).toEqual([{ where: "here", planted: "name" }]);
  });
});
