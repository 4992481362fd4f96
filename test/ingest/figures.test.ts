// Holds figures.ts to a hand-made gold file over the shared reports, and to sentences written for this test: one line
// says what a sentence must give, and nothing more may come out of it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findFigures } from "../../ingest/figures.ts";
import { cutPassages } from "../../ingest/passages.ts";
import { findPlaceNames, placeByName } from "../../ingest/places.ts";
import { readReport } from "../../ingest/read.ts";
import { fold } from "../../ingest/script.ts";
import { canonicalUnit, unitFamily } from "../../ingest/units.ts";
import type { FigureDraft, PartialDate, Place } from "../../src/domain/report.ts";
import { describeWith, sharedFolder } from "../support/needs.ts";

function figuresOf(body: string, more: { place?: string; date?: PartialDate } = {}): FigureDraft[] {
  const place = more.place === undefined ? undefined : placeByName(more.place);
  const places: readonly Place[] = place === undefined ? [] : [place];
  const blocks = [{ kind: "paragraph" as const, start: 0, end: body.length }];
  const passages = cutPassages({ body, names: findPlaceNames(fold(body)), blocks, places });
  return findFigures({
    body,
    blocks,
    passages,
    places,
    ...(more.date === undefined ? {} : { date: more.date }),
  });
}

/** Value, unit, and words that `what` must hold; a word after ! must not be in it. */
type Expected = readonly [value: number, unit: string, what: string];

const SENTENCES: readonly (readonly [sentence: string, figures: readonly Expected[]])[] = [
  // Things counted after and before their number.
  [
    "全市新建户外劳动者服务站点128个、司机之家6家、爱心托管班14个。",
    [
      [128, "个", "户外劳动者服务站点"],
      [6, "家", "司机之家"],
      [14, "个", "爱心托管班"],
    ],
  ],
  [
    "建立36个职工书屋、9间女职工哺乳室和2个劳模创新工作室。",
    [
      [36, "个", "职工书屋"],
      [9, "间", "女职工哺乳室"],
      [2, "个", "劳模创新工作室"],
    ],
  ],
  [
    "县总工会为环卫工人送去遮阳帽1200顶、矿泉水350箱。",
    [
      [1200, "顶", "遮阳帽"],
      [350, "箱", "矿泉水"],
    ],
  ],
  [
    "截至6月底,共建成工會驛站87座,累計服務快遞員、外賣員5.2萬人次。",
    [
      [87, "座", "工会驿站"],
      [52000, "人次", "服务 快递员"],
    ],
  ],
  [
    "全州职工服务中心达到11家,覆盖率91.7%。",
    [
      [11, "家", "职工服务中心"],
      [91.7, "%", "覆盖率"],
    ],
  ],
  // Training.
  [
    "举办电工、焊工、月嫂培训班12期,培训农民工860人,其中603人取得证书。",
    [
      [12, "期", "月嫂培训班"],
      [860, "人", "培训 农民工"],
      [603, "人", "取得证书"],
    ],
  ],
  [
    "今年投入培训经费45万元,开设叉车、茶艺两类课程8期,结业率达98%。",
    [
      [450000, "元", "培训经费 投入"],
      [2, "类", "课程"],
      [8, "期", "课程"],
      [98, "%", "结业率"],
    ],
  ],
  ["組織1.2萬名職工參加線上技能培訓。", [[12000, "人", "职工 技能培训"]]],
  [
    "开展技能培训5期320人次,发放生活补贴6.4万元。",
    [
      [5, "期", "技能培训"],
      [320, "人次", "技能培训"],
      [64000, "元", "生活补贴"],
    ],
  ],
  // Recuperation.
  [
    "分3批安排156名一线职工赴海南疗休养,每批7天。",
    [
      [3, "批", "疗休养"],
      [156, "人", "一线职工 疗休养"],
      [7, "天", "疗休养"],
    ],
  ],
  [
    "全年共有2300余名劳模和一线职工参加疗休养,人均补助2000元。",
    [
      [2300, "人", "一线职工 疗休养"],
      [2000, "元", "补助 疗休养"],
    ],
  ],
  ["職工療休養活動惠及4,560人。", [[4560, "人", "疗休养"]]],
  [
    "组织4期160人赴省外疗休养和1期35人赴省内疗休养。",
    [
      [4, "期", "省外疗休养"],
      [160, "人", "省外疗休养"],
      [1, "期", "省内疗休养"],
      [35, "人", "省内疗休养"],
    ],
  ],
  // Legal help.
  [
    "工会法律援助中心受理案件312件,为415名职工追回欠薪876.5万元。",
    [
      [312, "件", "案件 法律援助"],
      [415, "人", "职工 欠薪"],
      [8765000, "元", "欠薪 追回"],
    ],
  ],
  [
    "辦理法律援助案件58起,接待來訪職工230人次,挽回經濟損失約210萬元。",
    [
      [58, "起", "法律援助案件"],
      [230, "人次", "来访职工"],
      [2100000, "元", "经济损失 挽回 法律援助"],
    ],
  ],
  [
    "“法院+工会”诉前调解成功率百分之七十三,调解劳动争议一百二十余件。",
    [
      [73, "%", "调解成功率"],
      [120, "件", "劳动争议"],
    ],
  ],
  [
    "聘请律师16名,开展普法讲座24场次,发放宣传资料3万余份。",
    [
      [16, "人", "律师"],
      [24, "场次", "普法讲座"],
      [30000, "份", "宣传资料"],
    ],
  ],
  // Aid.
  [
    "金秋助学活动中,向73名困难职工子女发放助学金21.9万元。",
    [
      [73, "人", "困难职工子女"],
      [219000, "元", "助学金 金秋助学"],
    ],
  ],
  [
    "走访慰问困难职工家庭540户,发放慰问金54万元、慰问品折价3.6万元。",
    [
      [540, "户", "困难职工家庭"],
      [540000, "元", "慰问金 困难职工"],
      [36000, "元", "慰问品"],
    ],
  ],
  [
    "為住院職工發放醫療互助金1,350人次、402.7萬元。",
    [
      [1350, "人次", "医疗互助金"],
      [4027000, "元", "医疗互助金"],
    ],
  ],
  [
    "医疗互助参保职工达3.8万人,全年补助住院职工912人、金额168万元。",
    [
      [38000, "人", "医疗互助"],
      [912, "人", "住院职工"],
      [1680000, "元", "补助 住院职工"],
    ],
  ],
  [
    "筹集资金260万元开展“冬送温暖”活动,惠及职工1.1万人。",
    [
      [2600000, "元", "温暖 筹集"],
      [11000, "人", "职工 温暖"],
    ],
  ],
  [
    "对低保边缘的19户困难职工每户救助3000元。",
    [
      [19, "户", "困难职工"],
      [3000, "元", "救助 困难职工"],
    ],
  ],
  [
    "为7类人群免费体检4800人,完成女职工“两癌”筛查2150例。",
    [
      [7, "类", "人群"],
      [4800, "人", "体检"],
      [2150, "例", "筛查"],
    ],
  ],
  [
    "尘肺病农民工312人获得慰问,发放制氧机40台。",
    [
      [312, "人", "尘肺病农民工"],
      [40, "台", "制氧机"],
    ],
  ],
  [
    "“春送岗位”招聘会吸引企业86家,提供岗位3,420个,达成就业意向970人。",
    [
      [86, "家", "企业"],
      [3420, "个", "岗位"],
      [970, "人", "就业意向"],
    ],
  ],
  [
    "发放“贷免扶补”创业贷款1850万元,扶持创业者92人。",
    [
      [18500000, "元", "贷免扶补 贷款"],
      [92, "人", "创业者"],
    ],
  ],
  ["实现消费帮扶128.6万元。", [[1286000, "元", "消费帮扶"]]],
  ["资助十余名困难学子圆梦大学。", [[10, "人", "困难学子"]]],
  ["帮助两百三十户困难职工脱困。", [[230, "户", "困难职工"]]],
  [
    "新发展新就业形态劳动者会员1.6万人,组建行业工联会9家。",
    [
      [16000, "人", "新就业形态劳动者会员"],
      [9, "家", "行业工联会"],
    ],
  ],
  ["全县380多万职工参加“安康杯”竞赛。", [[3800000, "人", "职工 安康杯"]]],
  [
    "在12个乡镇、45家企业建设心理咨询室57间,投资不超过80万元。",
    [
      [12, "个", "乡镇"],
      [45, "家", "企业"],
      [57, "间", "心理咨询室"],
      [800000, "元", "心理咨询室"],
    ],
  ],
  [
    "培训时间为5至7天,每班30人。",
    [
      [5, "天", "培训"],
      [30, "人", "培训"],
    ],
  ],
  [
    "每人每年缴费60元,最高可获补助2万元。",
    [
      [60, "元", "缴费"],
      [20000, "元", "补助"],
    ],
  ],
  ["市总工会拨付专项经费120万元,用于困难职工子女就学和职工疗休养。", [[1200000, "元", "职工疗休养"]]],
  [
    "職工提出“五小”成果1.03萬條,創造經濟效益6300萬元。",
    [
      [10300, "条", "成果"],
      [63000000, "元", "经济效益"],
    ],
  ],
  // Totals, shares of totals, and clauses that lean on the one before.
  [
    "近三年累计建成劳模创新工作室75个,其中省级12个、市级30个。",
    [
      [75, "个", "劳模创新工作室"],
      [12, "个", "省级 劳模创新工作室"],
      [30, "个", "市级 劳模创新工作室"],
    ],
  ],
  [
    "对1200名特困职工发放一次性补助,每人1000元,共计120万元。",
    [
      [1200, "人", "特困职工"],
      [1000, "元", "特困职工"],
      [1200000, "元", "特困职工"],
    ],
  ],
  [
    "参加疗休养的职工达560人,同比增加40人。",
    [
      [560, "人", "疗休养 职工"],
      [40, "人", "同比增加"],
    ],
  ],
  [
    "2023年共举办培训班15期,其中电商培训5期210人,家政培训10期430人。",
    [
      [15, "期", "培训班"],
      [5, "期", "电商培训"],
      [210, "人", "电商培训"],
      [10, "期", "家政培训"],
      [430, "人", "家政培训"],
    ],
  ],
  [
    "投入80余万元建成户外劳动者驿站40个,每个驿站补助2万元。",
    [
      [800000, "元", "驿站 投入"],
      [40, "个", "驿站"],
      [20000, "元", "驿站 补助"],
    ],
  ],
  [
    "舉辦單身職工聯誼活動8場,參加青年1100人,成功牽手96對。",
    [
      [8, "场", "联谊活动"],
      [1100, "人", "青年 联谊活动"],
      [96, "对", "牵手"],
    ],
  ],
  [
    "组织医疗专家开展义诊12场次,服务职工2600多人次,发放药品3万元。",
    [
      [12, "场次", "义诊"],
      [2600, "人次", "服务职工 义诊"],
      [30000, "元", "药品 义诊"],
    ],
  ],
  [
    "职工医疗互助第八期共有15.2万人参加,互助金支出960万元,惠及3400余名患病职工。",
    [
      [152000, "人", "医疗互助"],
      [9600000, "元", "互助金"],
      [3400, "人", "患病职工"],
    ],
  ],
  [
    "受理职工来信来访385件次,办结率100%。",
    [
      [385, "件", "来信来访"],
      [100, "%", "办结率"],
    ],
  ],
  [
    "法律援助律师团代理仲裁、诉讼案件146件,涉及金额630万元,挽回损失512万元。",
    [
      [146, "件", "仲裁、诉讼案件"],
      [6300000, "元", "案件"],
      [5120000, "元", "损失 挽回 案件"],
    ],
  ],
  [
    "共为2.1万名女职工提供免费“两癌”筛查,投入315万元。",
    [
      [21000, "人", "女职工 两癌筛查"],
      [3150000, "元", "两癌筛查 投入"],
    ],
  ],
  [
    "全市共有基层工会4120个,会员38.6万人,建会率96%。",
    [
      [4120, "个", "基层工会"],
      [386000, "人", "会员"],
      [96, "%", "建会率"],
    ],
  ],
  // English.
  [
    "The county union trained 350 workers in 7 sessions.",
    [
      [350, "人", "trained workers"],
      [7, "期", "trained"],
    ],
  ],
  [
    "It spent 1.91 million yuan on skills training and issued 895 certificates.",
    [
      [1910000, "元", "skills training"],
      [895, "份", "certificates"],
    ],
  ],
  [
    "Legal aid: 120 cases handled, 68% settled.",
    [
      [120, "件", "legal aid"],
      [68, "%", "settled"],
    ],
  ],
  // No figures at all.
  ["“十四五”期间,学习贯彻党的二十大精神,落实五险一金和一户一产业工人。", []],
  ["第三轮帮扶由17工区承担,见总工发〔2023〕12号文件,电话0871-63903870。", []],
  ["2023年9月18日上午10:54,庆祝成立101周年,五一劳动奖章获得者座谈。", []],
  ["一批劳模、几十名职工、数百家企业和十几个班组参加,拥护“两个确立”,围绕三个方面发力。", []],
  ["“双1000”计划和“100个好故事”征集启动,邮编650000,7×24小时服务。", []],
];

describe("figures of sentences", () => {
  test.each(SENTENCES)("%s", (sentence, expected) => {
    const found = figuresOf(sentence);
    expect(found.map((figure) => [figure.value, figure.unit])).toEqual(
      expected.map(([value, unit]) => [value, unit]),
    );
    for (const [index, [, , words]] of expected.entries()) {
      for (const word of words.split(" ")) expect(found[index]?.what).toContain(word);
    }
  });

  test.each(SENTENCES)("points back into the text: %s", (sentence) => {
    for (const figure of figuresOf(sentence)) {
      expect(sentence.slice(figure.span.start, figure.span.end)).toBe(figure.valueText);
      expect(figure.clause.start).toBeLessThanOrEqual(figure.span.start);
      expect(figure.clause.end).toBeGreaterThanOrEqual(figure.span.end);
      expect(figure.what.length).toBeLessThan(70);
    }
  });
});

// Written when the rules were done, to see how they do on what they were not made for.
const UNSEEN: readonly (readonly [sentence: string, figures: readonly string[]])[] = [
  [
    "据了解,自2021年起,区总工会连续三年组织快递员、网约车司机等新就业形态劳动者免费体检,累计体检3,650人次,投入经费182.5万元。",
    ["3 年 新就业形态劳动者", "3650 人次 体检", "1825000 元 体检"],
  ],
  [
    "今年前三季度,全市工会职工法律援助工作站共办理案件628件,帮助1,902名职工挽回经济损失3,415万元,其中农民工欠薪案件417件。",
    ["628 件 案件", "1902 人 职工", "34150000 元 经济损失", "417 件 农民工欠薪案件"],
  ],
  [
    "市總工會撥付補助資金96萬元,支持各縣區建設“愛心驛站”48個,每個補助2萬元。",
    ["960000 元 爱心驿站", "48 个 爱心驿站", "20000 元 补助"],
  ],
  ["组织劳模、一线职工等疗休养6批240人,同比增长20%。", ["6 批 疗休养", "240 人 疗休养", "20 % 同比"]],
  ["全市在档困难职工由年初的1,236户减少到214户。", ["1236 户 困难职工", "214 户"]],
  [
    "第五期职工医疗互助活动共有52家单位的8,934名职工参加,收缴互助金71.47万元;共为613人次办理补助,补助金额达65.9万元。",
    ["52 家 单位", "8934 人 职工", "714700 元 互助金", "613 人次 补助", "659000 元 补助"],
  ],
  [
    "帮助零就业家庭成员就业27人,组织专场招聘会11场,进场企业320家,提供就业岗位6,800余个,达成意向2,100人。",
    ["27 人 就业", "11 场 招聘会", "320 家 企业", "6800 个 就业岗位", "2100 人 意向"],
  ],
  ["举办“圆梦行动”学历提升班,录取职工学员385名,每人资助2000元。", ["385 人 学员", "2000 元 资助"]],
  [
    "建成3个省级、12个市级工匠学院,年培训能力达1.5万人次。",
    ["3 个 省级", "12 个 工匠学院", "15000 人次 培训"],
  ],
  [
    "为137家企业、2.6万名职工赠送“工会送清凉”保险,保额共计5.2亿元。",
    ["137 家 企业", "26000 人 职工", "520000000 元 保"],
  ],
  ["慰问坚守岗位的医护人员,送去价值35万元的慰问品,覆盖全市19家医院。", ["350000 元 慰问品", "19 家 医院"]],
  [
    "开展心理健康服务进企业活动62场,服务职工9,300人次,个案咨询410例。",
    ["62 场 心理健康", "9300 人次 服务职工", "410 例 个案咨询"],
  ],
  ["全县女职工专项集体合同签订率达95.6%,覆盖女职工1.1万名。", ["95.6 % 签订率", "11000 人 女职工"]],
  [
    "高原职工氧吧项目投资1,200万元,在那曲、阿里等地建成氧吧26个,配备制氧机310台,惠及高海拔职工4,800余人。",
    ["12000000 元 氧吧", "26 个 氧吧", "310 台 制氧机", "4800 人 职工"],
  ],
  ["工会会员持卡人数达到10.4万,合作商户560余家,优惠金额230多万元。", ["560 家 合作商户", "2300000 元 优惠"]],
  [
    "Since 2021 the union has opened 26 oxygen bars and delivered 310 oxygen machines to 4,800 workers.",
    ["26 个 oxygen bars", "310 台 oxygen machines", "4800 人 workers"],
  ],
  [
    "全年发放小额贷款2,350万元,扶持下岗失业人员创业291人,带动就业1,120人。",
    ["23500000 元 贷款", "291 人 创业", "1120 人 就业"],
  ],
  ["评选“最美快递员”10名,奖励每人1000元。", ["10 人 最美快递员", "1000 元 奖励"]],
];

describe("figures of sentences the rules were not made for", () => {
  test.each(UNSEEN)("%s", (sentence, expected) => {
    const found = figuresOf(sentence);
    const stated = found.map((figure) => `${figure.value} ${figure.unit}`);
    for (const line of expected) {
      const [value, unit, ...words] = line.split(" ");
      const same = found.filter((_, index) => stated[index] === `${value} ${unit}`);
      expect(stated).toContain(`${value} ${unit}`);
      expect(same.some((figure) => words.every((word) => figure.what.includes(word)))).toBe(true);
    }
    expect(found).toHaveLength(expected.length);
  });
});

describe("places of figures", () => {
  const placesOf = (sentence: string, place?: string): string[] =>
    figuresOf(sentence, place === undefined ? {} : { place }).map((figure) => figure.places.join(","));

  test("are the report's own, most specific first with the places around it", () => {
    expect(placesOf("组织疗休养300人。", "德钦县")).toEqual(["德钦县,迪庆藏族自治州,云南省"]);
  });
  test("are narrower where a clause speaks of a place within", () => {
    expect(placesOf("昆明市组织3200名职工疗休养,曲靖市组织1800名。", "云南省")).toEqual([
      "昆明市,云南省",
      "曲靖市,云南省",
    ]);
  });
  test("stay the report's own where the clause speaks of all of it", () => {
    expect(placesOf("在昆明市举办的全省技能大赛有600人参加。", "云南省")).toEqual(["云南省"]);
  });
  test("stay the report's own where something merely takes place elsewhere, or goes elsewhere", () => {
    expect(placesOf("在西安市举办招聘会3场,支援上海市抗疫资金10万元。", "商南县")).toEqual(
      Array(2).fill("商南县,商洛市,陕西省"),
    );
  });
  test("are each clause's own in a report about the whole country", () => {
    expect(placesOf("湖南省总工会慰问职工320人,湖北省总工会慰问职工150人。")).toEqual(["湖南省", "湖北省"]);
  });
  test("are none where several places share a figure in a report about the whole country", () => {
    expect(placesOf("北京、山西、辽宁共援助2000万元。")).toEqual([""]);
  });
});

describe("periods of figures", () => {
  const periodsOf = (body: string): string[] =>
    figuresOf(body, { place: "昆明市", date: "2023-11-20" }).map(
      ({ period }) => `${period?.from ?? ""}..${period?.to ?? ""}`,
    );

  test("come from the clause before the sentence, and from the block's opening words before none", () => {
    expect(
      periodsOf("近5年来,全市培训职工3万人。2022年疗休养800人,2021年疗休养700人。慰问职工90人。"),
    ).toEqual(["2018-11..2023-11-20", "2022..2022", "2021..2021", "2018-11..2023-11-20"]);
  });
  test("are not handed on in a list of times", () => {
    expect(periodsOf("春节期间,慰问职工30人;走访企业5家;国庆期间,慰问职工20人。")).toEqual([
      "2023-01..2023-02",
      "..",
      "2023-10..2023-10",
    ]);
  });
  test("resolve only against a known date", () => {
    const [figure] = figuresOf("今年以来,疗休养800人。", { place: "昆明市" });
    expect(figure?.period).toEqual({ text: "今年以来" });
  });
});

describe("findFigures", () => {
  test("leaves out a heading's figure that the text states again", () => {
    const body = "疗休养300人\n全年组织疗休养300人。";
    const blocks = [
      { kind: "heading" as const, start: 0, end: 7 },
      { kind: "paragraph" as const, start: 8, end: body.length },
    ];
    const passages = [{ ordinal: 4, start: 0, end: body.length, text: body, places: [] }];
    const found = findFigures({ body, blocks, passages, places: [] });
    expect(found.map((figure) => [figure.span.start, figure.passage])).toEqual([[15, 4]]);
  });
  test("leaves out a number beside a lost character", () => {
    expect(figuresOf("培训职工\uFFFD300人,慰问职工20人。").map((figure) => figure.value)).toEqual([20]);
  });
  test("says when a figure is not exact", () => {
    const exact = figuresOf("培训近300人,慰问20余人,体检60人,救助不少于5人,疗休养10人左右。").map(
      (figure) => figure.approximate,
    );
    expect(exact).toEqual([true, true, false, true, true]);
  });
  test("stays linear on one endless sentence", () => {
    const body = "慰问职工30人,发放慰问金2万元,".repeat(4000);
    expect(figuresOf(body)).toHaveLength(8000);
  });
});

describe("units", () => {
  test.each([
    ["名", "人"],
    ["位", "人"],
    ["职工", "人"],
    ["人次", "人次"],
    ["块", "元"],
    ["个", "个"],
    ["所", "所"],
    ["workers", "人"],
  ])("%s is compared as %s", (unit, canonical) => {
    expect(canonicalUnit(unit)).toBe(canonical);
  });
  test.each([
    ["名", "people"],
    ["户次", "people"],
    ["元", "money"],
    ["件", "cases"],
    ["%", "percent"],
    ["天", "time"],
    ["期", "events"],
    ["座", "things"],
  ])("%s counts %s", (unit, family) => {
    expect(unitFamily(unit)).toBe(family);
  });
});

interface Gold {
  readonly report: string;
  readonly value: number;
  readonly unit: string;
  readonly what: readonly string[];
  readonly place: string;
  readonly from?: string;
  readonly to?: string;
}

describeWith("shared", "figures of the shared reports", () => {
  test("hold at least 90 % of the gold figures, and at most 5 % that are wrong", async () => {
    const gold: Gold[] = readFileSync(join(import.meta.dirname, "../fixtures/gold/figures.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Gold);
    const folder = join(sharedFolder() ?? "", "reports");
    const found: (readonly [report: string, figure: FigureDraft])[] = [];
    for (const name of readdirSync(folder)) {
      const result = await readReport({ name, bytes: readFileSync(join(folder, name)) });
      if (result.kind !== "report") throw new Error(`${name}: ${result.reason}`);
      for (const figure of findFigures(result.report)) found.push([name.slice(0, 3), figure]);
    }
    const agrees = (one: Gold, [report, figure]: readonly [string, FigureDraft]): boolean =>
      one.report === report &&
      one.value === figure.value &&
      canonicalUnit(one.unit) === figure.unit &&
      one.what.every((word) => figure.what.includes(word)) &&
      figure.places[0] === one.place &&
      (figure.period?.from ?? "").startsWith(one.from ?? "") &&
      (figure.period?.to ?? "").startsWith(one.to ?? "");
    const missed = gold.filter((one) => !found.some((figure) => agrees(one, figure)));
    const wrong = found.filter((figure) => !gold.some((one) => agrees(one, figure)));
    const recall = 1 - missed.length / gold.length;
    const wrongRate = wrong.length / found.length;
    console.log(
      `${gold.length} gold figures, ${found.length} found: recall ${recall.toFixed(3)}, wrong ${wrongRate.toFixed(3)}`,
    );
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(wrongRate).toBeLessThanOrEqual(0.05);
  });
});
