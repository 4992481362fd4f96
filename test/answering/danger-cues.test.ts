// Dangers in words that no saying foresees are heard by several signs together; common talk with one of them is none.
import { describe, expect, it } from "vitest";
import { crisisIn } from "../../src/answering/crisis.ts";
import { loadVocabulary } from "../../src/answering/vocabulary.ts";
import { fold } from "../../ingest/script.ts";

const vocabulary = loadVocabulary(new URL("../../src/answering/vocabulary.yaml", import.meta.url));
const kindOf = (words: string): string | undefined =>
  vocabulary.isCrisis(fold(words)) ? "crisis" : vocabulary.smalltalk(fold(words));

describe("a danger", () => {
  it.each([
    ["老张刚才还好好的，突然趴在机床上，推他也不动", "emergency"],
    ["师傅的袖子绞进皮带轮里了，拔不出来，咋整", "emergency"],
    ["碱水溅到我同事眼睛里，他睁不开了", "emergency"],
    ["屋里烧着炭盆，我妈叫不醒", "emergency"],
    ["楼道里全是烟，我们下不去", "emergency"],
    ["我儿子放学没回来，电话手表关机，现在八点了", "emergency"],
    ["房子着火了怎么办", "emergency"],
    ["工頭把我們的護照收走，不讓出門", "held"],
    ["班长老是摸我大腿，我不敢说", "held"],
    ["他喝多了拎着酒瓶在外面砸门，我和娃不敢出去", "held"],
    ["有人打我老婆", "crisis"],
    ["我儿子在厂里被人打伤了", "crisis"],
    ["安眠药我攒了一瓶，孩子就拜托你们了", "despair"],
    ["我在楼顶坐了半天，下面真安静", "despair"],
  ])("%s", (words, kind) => expect([kind, "crisis", "danger", "emergency"]).toContain(kindOf(words)));

  it.each([
    "累死了，终于下班了，有什么福利",
    "这个月工资真要命，够干啥的",
    "昨晚打游戏被队友坑死了",
    "老板打我电话叫我回去",
    "我让师傅打了个招呼",
    "我们被人打了个八折",
    "跳楼价的米面油还有吗",
    "去年在工地摔了，工伤认定下来了，公司不赔",
    "上下班路上骑车摔的算不算工伤",
    "我们仓库消防门一直锁着，我要反映",
    "热死个人，啥时候发清凉饮料",
    "孩子考上大专了，学费有没有补的",
    "我爸在矿上干了二十年，现在咳得喘不上气",
    "德钦县法律援助办了多少件",
    "手套磨破了好几双，单位不给发",
  ])("is not: %s", (words) => {
    expect(["emergency", "held", "despair", "danger", "crisis"]).not.toContain(kindOf(words));
  });

  it("is told the number that helps first", () => {
    expect(crisisIn("他把一瓶农药喝了")).toBe("poison");
    expect(crisisIn("我老公又打我")).toBe("violence");
    expect(crisisIn("我不想活了,他天天打我")).toBe("despair");
    expect(crisisIn("撑不下去了")).toBe("despair");
  });
});
