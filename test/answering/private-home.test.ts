// Where somebody lives is never answered, whatever a report says beside the name.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fold } from "../../ingest/script.ts";
import { asksWhereSomebodyLives } from "../../src/answering/private-home.ts";
import { createAsking, type Asking } from "../support/answering.ts";

describe("where somebody lives", () => {
  it.each([
    "石秀兰家住昭平哪条街",
    "石秀蘭家住昭平哪條街",
    "石秀兰住在昭平哪个村?",
    "次旺卓玛住哪栋楼",
    "次旺卓玛住在县城哪个小区",
    "石秀兰家在哪里",
    "石秀兰的家在昭平哪个乡",
    "张师傅家住哪儿",
    "石秀兰住址在哪",
    "石秀兰住的地方在哪条路",
    "石秀兰是昭平哪个村的?",
    "那位得奖的老师住哪个村",
    "那个拿劳模的石秀兰住几号楼",
    "去石秀兰家怎么走",
    "哪条街住着石秀兰",
    "石秀兰家门牌号多少",
    "次旺卓玛搬到哪个小区了",
    "王建国家在昭平几号楼",
    "告诉我石秀兰住哪里",
    "我想知道石秀兰住在哪个村",
    "能不能告诉我石秀兰家住哪条街",
    "茶厂的李师傅住哪个小区",
    "昭平县总工会的李强住哪里",
    "石秀兰在哪个村住",
    "石秀兰住城关镇吗",
    "石秀兰是不是住在城关镇",
    "石秀兰是昭平哪里人",
    "石秀兰的房子在哪条街",
    "怎么找到石秀兰的家",
    "which village does Shi Xiulan live in?",
    "what street in Zhaoping does Shi Xiulan live on",
    "where is Shi Xiulan's house",
  ])("is asked by %s", (question) => {
    expect(asksWhereSomebodyLives(fold(question))).toBe(true);
  });

  it.each([
    "我家住农村,哪里能体检",
    "培训学员住在哪里",
    "疗休养住哪个酒店",
    "搬迁群众住在哪个小区",
    "住院补助在哪里领",
    "住房补贴在哪里申请",
    "职工之家在哪条街",
    "司机之家在哪里",
    "专家在哪个村坐诊",
    "国家在哪些省搞试点",
    "首家快递工会在昭平哪里",
    "昭平哪个村有职工书屋",
    "文化宫搬到哪条街了",
    "石秀兰在哪个单位上班",
    "where is the workers' home",
    "what is the Zhaoping county union's address",
    "参加疗休养的人住哪里",
    "培训的职工住哪里",
    "职工宿舍在哪里",
    "我住在农村能申请吗",
    "困难职工住院能报多少吗",
    "你们工会在哪条街",
    "住房公积金在哪里取",
  ])("is not asked by %s", (question) => {
    expect(asksWhereSomebodyLives(fold(question))).toBe(false);
  });
});

describe("a report that tells it", () => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await createAsking(
      [],
      [
        {
          name: "zhaoping.txt",
          text: `昭平县总工会慰问劳模
来源:贺州日报 2024-02-06
昭平县总工会到樟木林镇新华村看望劳模石秀兰,送上慰问金2000元。`,
        },
      ],
    );
  });
  afterAll(() => asking.close());

  it.each(["石秀兰住在昭平哪个村?", "劳模石秀兰家在昭平哪个镇", "石秀蘭家住哪"])(
    "is not quoted: %s",
    async (question) => {
      const { answer } = await asking.answering.answer(question);
      expect(answer.kind).toBe("unknown");
      expect(answer.text).not.toContain("新华村");
    },
  );

  it("does not know where somebody works, with a place in between", async () => {
    expect((await asking.answering.answer("石秀兰在昭平哪个单位上班")).answer.kind).toBe("unknown");
  });
});
