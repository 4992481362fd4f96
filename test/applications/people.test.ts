// Who works in an office: one-time codes, roles given and taken, and units left without anybody who decides.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReview } from "../../src/applications/review/review.ts";
import type { Locale } from "../../src/domain/message.ts";
import type { Staff } from "../../src/domain/application.ts";
import type { CodePurpose } from "../../src/stores/member-store.ts";
import { AID, createWorld, type World } from "../support/cases.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

let held: TestStores;
let world: World;
let chief: Staff;
let codes: string[];
let say: (words: string, officer?: Staff, locale?: Locale) => Promise<string>;
beforeEach(async () => {
  held = await openTestStores();
  world = await createWorld(held.stores);
  chief = await world.newStaff("周主席", "county", ["administrator"]);
  codes = [];
  const newCode = (): string => {
    codes.push(`CODE-${codes.length + 1}`);
    return codes.at(-1) ?? "";
  };
  const review = createReview({ ...world.deps, newCode });
  say = async (words, officer = chief, locale = "zh-Hans") =>
    world.carry(await review.handle(officer, locale, words));
});
afterEach(() => held.close());

const peek = (code: string): Promise<CodePurpose | undefined> =>
  world.stores.members.peekCode(code, world.now().toISOString());
const called = async (name: string): Promise<Staff | undefined> =>
  (await world.stores.members.staff()).find((one) => one.name === name);

describe("a one-time code for staff", () => {
  it("is void once a newer one is given, or whoever it was for is removed", async () => {
    await say("/staff add 和志强 审核 县中学工会");
    await say("/staff add 孙厂 审核 面粉厂工会");
    const again = await say("/staff add 和志强 县中学工会");
    expect(again).toContain("以前的作废：CODE-3");
    expect(await peek("CODE-1")).toBeUndefined();
    const one = await called("和志强");
    expect(await peek("CODE-3")).toEqual({ kind: "staff", staff: one?.id });
    expect(await peek("CODE-2")).toEqual({ kind: "staff", staff: (await called("孙厂"))?.id });
    await say("/staff remove 和志强");
    expect(await peek("CODE-3")).toBeUndefined();
    expect(await peek("CODE-2")).toBeDefined();
  });
});

describe("roles", () => {
  it("are added to whoever is there already, who needs no code once an account is bound", async () => {
    const school = await world.newStaff("张初审", "school");
    expect(await say("/staff add 张初审 管理 县中学工会")).toBe(
      "张初审（县中学工会）现在的权限：审核、管理。",
    );
    expect(await called("张初审")).toEqual({ ...school, roles: ["reviewer", "administrator"] });
    expect(codes).toEqual([]);
    const [line] = await world.stores.audit.of(`staff:${school.id}`);
    expect(line).toMatchObject({ action: "staff-set", actor: { kind: "staff", id: chief.id } });

    await say("/staff add 和志强 审核 县中学工会");
    expect(await say("/staff add 和志强 编辑 县中学工会")).toContain(
      "和志强（县中学工会，审核、编辑）已经在了，这是新的验证码，以前的作废：CODE-2",
    );
    expect((await called("和志强"))?.roles).toEqual(["reviewer", "editor"]);
    expect(await peek("CODE-1")).toBeUndefined();
  });

  it("are set to those that are named, of one person only, and never one's own rights away", async () => {
    await world.newStaff("张初审", "school", ["reviewer", "administrator"]);
    await world.newStaff("赵初审", "school");
    expect(await say("/staff role 张初审 审核")).toBe("张初审（县中学工会）现在的权限：审核。");
    expect((await called("张初审"))?.roles).toEqual(["reviewer"]);
    expect(await say("/staff role 张初审 reviewer editor", chief, "en")).toContain("reviewer, editor");

    expect(await say("/staff role 张初审")).toContain("/staff role 姓名");
    expect(await say("/staff role 没有这人 审核")).toContain("没有叫“没有这人”的");
    await world.newStaff("张初审", "mill");
    expect(await say("/staff role 张初审 管理")).toContain("不止一位");
    expect(await say("/staff role 张初审 管理 面粉厂工会")).toContain("张初审（面粉厂工会）现在的权限：管理");
    expect(await say("/staff role 周主席 审核")).toContain("不能去掉自己的“管理”权限");
    expect((await called("周主席"))?.roles).toEqual(["administrator"]);
    const outside = await world.newStaff("省里人", "province");
    expect(await say("/staff role 省里人 管理")).toContain("没有叫“省里人”的");
    expect(await called("省里人")).toEqual(outside);
  });

  it("tell whose cases are left when nothing of them can be decided any more", async () => {
    const school = await world.newStaff("张初审", "school");
    const member = await world.newMember();
    await world.send(
      await world.draft(
        AID,
        member,
        { name: "王小红", income: 1, illness: false, identity: "53000019900101123X" },
        ["income-proof"],
      ),
    );
    await world.work();
    const text = await say("/staff role 张初审 编辑");
    expect(text).toContain("名下还有 1 件在办");
    expect(await world.say({ ...school, roles: ["editor"] }, "/queue")).toContain("需要“审核”权限");
  });
});

describe("a unit left without anybody who decides its cases", () => {
  const WARNING = "注意：县中学工会现在没有人审核了";

  it("is named when its last reviewer is removed, with who decides instead and what to do", async () => {
    await world.newStaff("张初审", "school");
    await world.newStaff("赵初审", "school");
    await world.newStaff("李复审", "county");
    expect(await say("/staff remove 张初审")).not.toContain("注意");
    expect(await say("/staff remove 赵初审")).toContain(
      `${WARNING}，新的办件由德钦县总工会办。要加一位：/staff add 姓名 审核 县中学工会`,
    );
    await say("/staff add 钱初审 审核 县中学工会");
    expect(await say("/staff remove 李复审")).toContain(
      "注意：德钦县总工会现在没有人审核了，新的办件没有人办。要加一位：/staff add 姓名 审核 德钦县总工会",
    );
    expect(await say("/staff remove 钱初审", chief, "en")).toContain(
      "Note: nobody reviews for 县中学工会 any more; nobody takes its new cases. To add somebody: /staff add name reviewer 县中学工会",
    );
  });

  it("is named when the role is taken from its last reviewer, or its only administrator goes", async () => {
    await world.newStaff("张初审", "school");
    expect(await say("/staff role 张初审 管理")).toContain(WARNING);
    expect(await say("/staff role 张初审 管理 编辑")).not.toContain("注意");
    expect(await say("/staff remove 张初审")).toContain(WARNING);
  });
});
