import { describe, expect, it } from "vitest";
import { readPeople } from "../../src/applications/form/read-people.ts";

describe("people of a household, as families tell them", () => {
  it.each<[string, number]>([
    ["我和我妈俩", 2],
    ["五个人吧加上奶奶", 5],
    ["老婆孩子加我，三个", 3],
    ["我 老公 两个娃", 4],
    ["七口人，三代同堂挤一块儿", 7],
    ["光棍一条，没别人", 1],
    ["离婚了，我带着女儿过", 2],
    ["我跟我对象还有刚满月的宝宝", 3],
    ["5个 大儿子在外地成家了不算", 5],
    ["以前五口，去年我爸走了，现在四口", 4],
    ["两口子加三个孩子", 5],
    ["公公婆婆，我们夫妻俩，一儿一女", 6],
    ["除了我还有一个，我姐，她有残疾跟我住", 2],
    ["就剩我跟我媽兩個", 2],
    ["3 people, me my wife and our son", 3],
    ["me my wife and 2 kids", 4],
    ["we are six", 6],
    ["3 ppl, me mom and my son", 3],
    ["四个银 我 媳妇 俩娃", 4],
    ["就我自己住 没别人", 1],
    ["我一个人带两个孩子", 3],
    ["six of us including my parents", 6],
  ])("are counted: %s", (words, people) => expect(readPeople(words)).toBe(people));

  it.each([
    "我崽得了白血病，一个疗程就要好几万",
    "心里堵得慌，身边一个能说话的人都没有",
    "这种也算一口？",
    "老婆和两个孩子",
    "一堆人",
    "三五个",
    "两个大人一个小孩，还有我妈一个人在老家",
    "孩子们都分出去了",
    "每月三千块",
  ])("are not guessed at: %s", (words) => expect(readPeople(words)).toBeUndefined());
});
