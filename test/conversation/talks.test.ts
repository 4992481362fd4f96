import { cp } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../commands/run.ts";
import { startTalkProgram, type TalkProgram } from "../support/talk-program.ts";
import { readTalks } from "../support/talk-script.ts";
import { createStage, type Stage } from "../support/talk-stage.ts";

const OFFICE = "办公室";
/** One tree for all talks; what a talk needs beside it is made below. */
const UNITS = [
  "云岭州总工会 州 本级工会 云岭州 云南省",
  "青禾县总工会 县 云岭州总工会 青禾县",
  "溪山县总工会 县 云岭州总工会 溪山县",
];

let stage: Stage;
let program: TalkProgram;
let remove = async (): Promise<void> => {};
beforeAll(async () => {
  const made = await temporaryFolder();
  remove = made.remove;
  const { folder } = made;
  await cp(join(root, "test", "fixtures", "places"), join(folder, "data", "places"), { recursive: true });
  const started = await startTalkProgram({ folder, before: [["staff", "add", OFFICE, "管理"]] });
  program = started;
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(started.told[0] ?? "")?.[0] ?? "";
  await program.say(OFFICE, { text: code });
  for (const unit of UNITS) await program.say(OFFICE, { text: `/unit add ${unit}` });
  stage = createStage({ program, office: OFFICE, folder, now: () => new Date() });
});
afterAll(async () => {
  const ended = await program?.end();
  await remove();
  expect(ended).toEqual({ status: 0, errors: "" });
});

describe("talks with the real program", () => {
  for (const talk of readTalks()) {
    it(`${talk.name}: ${talk.about}`, async () => {
      const said = await stage.play(talk);
      if (process.env["GONGYOU_SHOW_TALKS"] !== undefined)
        process.stdout.write(`\n## ${talk.name}\n${said}\n`);
    });
  }
});
