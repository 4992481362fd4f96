import { describe, expect, it } from "vitest";
import { findPlaces, placeByName } from "../../ingest/places.ts";
import { placesOfReport } from "../../ingest/about.ts";
import { fold } from "../../ingest/script.ts";

const found = (text: string): string[] => findPlaces(fold(text)).map(({ place }) => place.path.join("/"));
const names = (text: string): string[] => findPlaces(fold(text)).map(({ place }) => place.name);

describe("places in a text", () => {
  it("are found by full and by short name, in either script", () => {
    expect(found("德欽縣和商南的職工")).toEqual(["云南省/迪庆藏族自治州/德钦县", "陕西省/商洛市/商南县"]);
    expect(names("云南、西藏、吐鲁番、迪庆州、大理")).toEqual([
      "云南省",
      "西藏自治区",
      "吐鲁番市",
      "迪庆藏族自治州",
      "大理白族自治州",
    ]);
    expect(names("兵团各级工会")).toEqual(["新疆生产建设兵团"]);
    expect(names("克什克腾旗和恩施土家族苗族自治州")).toEqual(["克什克腾旗", "恩施土家族苗族自治州"]);
  });

  it("have offsets into the text", () => {
    expect(findPlaces("在云南省大理州")).toMatchObject([
      { start: 1, end: 4 },
      { start: 4, end: 7 },
    ]);
  });

  it("prefer the longest name and the greater place", () => {
    expect(names("内蒙古自治区")).toEqual(["内蒙古自治区"]);
    expect(names("吉林支援")).toEqual(["吉林省"]);
    expect(names("海南职工")).toEqual(["海南省"]);
  });

  it("are not found in ordinary words", () => {
    for (const text of [
      "建设和平安康的社会,“安康杯”竞赛",
      "医疗互助金、合作市场、新干部、获得荣誉、每周至少一次、全州职工、安居乐业",
      "全县、各县、市县、我省、贫困县、示范县、百强县、县级市、城市、上市、超市、市民、全市",
      "促进民族团结进步示范县创建,资源共享,公安民警,同心协力,延长时间,富裕起来",
      "省、州总工会和县工会,县区工会,地市",
      "长治久安、天下大同、日照时间、大理石",
      "哪个县疗休养的人最多?别的县呢?每个市都有吗",
      "水平和技能,服务平台,提高平均水平,公平和正义",
    ]) {
      expect([text, names(text)]).toEqual([text, []]);
    }
  });

  it("are found though no gazetteer has them, when their form is plain", () => {
    expect(findPlaces("青禾县总工会今年慰问了谁")[0]?.place).toEqual({
      name: "青禾县",
      level: "unknown",
      path: ["青禾县"],
    });
    expect(names("在苍山县举办")).toEqual(["苍山县"]);
    expect(names("今年,云岭青禾县总工会")).toEqual(["青禾县"]);
  });

  it("of a shared name are told apart by the places around them", () => {
    expect(found("兰州市城关区总工会")).toEqual(["甘肃省/兰州市", "甘肃省/兰州市/城关区"]);
    expect(found("城关区总工会")).toEqual(["城关区"]);
    const gansu = placeByName("甘肃");
    expect(findPlaces("城关区", gansu === undefined ? [] : [gansu])[0]?.place.path).toEqual([
      "甘肃省",
      "兰州市",
      "城关区",
    ]);
  });

  it("stand in questions without their words or dates", () => {
    for (const [question, name] of [
      ["2019年攸县培训了多少人", "攸县"],
      ["我是忠县的,孩子考上大学有补助吗", "忠县"],
      ["想问下管城回族区的事", "管城回族区"],
      ["2023年3月乾安县送温暖", "乾安县"],
      ["和静海区比呢", "静海区"],
      ["记者从江夏区总工会获悉", "江夏区"],
    ] as const) {
      expect(findPlaces(fold(question)).map(({ place }) => place.name)).toEqual([name]);
    }
    expect(findPlaces("2022年新市区慰问了多少人")).toEqual([]);
  });

  it("are looked up by name", () => {
    expect(placeByName("德欽")?.path).toEqual(["云南省", "迪庆藏族自治州", "德钦县"]);
    expect(placeByName("鼓楼区")).toBeUndefined();
    expect(placeByName("和平")).toBeUndefined();
  });
});

describe("the places a report is about", () => {
  const about = (title: string, body: string): string[] =>
    placesOfReport(fold(title), fold(body)).map(({ name }) => name);
  it("are those of its title and of its union", () => {
    expect(
      about("帮扶见实效", "今年,商南县总工会慰问职工,县总工会还举办培训。省总工会在西安市给予支持。"),
    ).toEqual(["商南县"]);
    expect(about("云南工会服务职工", "全省工会办实事。昆明市和曲靖市各建10个驿站。")).toEqual(["云南省"]);
  });
  it("are none when it is about the whole country", () => {
    expect(
      about(
        "全国工会开展送温暖活动",
        "全国总工会部署送温暖。北京、上海、广东、四川、陕西等地工会慰问职工,河南、云南也开展活动。",
      ),
    ).toEqual([]);
  });
});
