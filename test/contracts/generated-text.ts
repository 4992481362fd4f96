// Chinese text in the manner of union reports, the same for the same seed: enough like language for term weights to matter.

export type Random = () => number;

/** Numbers from 0 to 1, the same sequence for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SUBJECTS =
  "县总工会 市总工会 镇工会 园区工会 企业工会 医院工会 学校工会 公司工会 女职工委员会 职工服务中心 基层工会 街道工会".split(
    " ",
  );
const VERBS =
  "开展 组织 举办 投入 发放 走访 受理 建成 培训 慰问 救助 帮助 推荐 签订 评选 建立 安排 检查".split(" ");
const OBJECTS = (
  "困难职工 农民工 快递员 外卖骑手 货车司机 环卫工人 女职工 劳模 一线职工 退休职工 金秋助学 医疗互助 疗休养 技能培训 技能竞赛 法律援助 " +
  "劳动争议调解 心理咨询 健康体检 户外驿站 母婴室 职工书屋 送清凉 送温暖 春送岗位 招聘会 集体合同 安全隐患 劳动竞赛 创新工作室 职工之家 文艺汇演 " +
  "篮球赛 读书活动 暑期托管 联谊活动 消费帮扶 小额贷款 互助保障 生日慰问 夜校课程 太极拳班 书法展览 电商直播 焊工考证 育婴师班 消防演练 工资协商"
).split(" ");
const UNITS = "人次 人 户 万元 场 期 个 份 件 项".split(" ");
const FIRST = "安 宁 清 云 石 龙 凤 金 玉 白 青 红 沙 林 平 永 新 东 西 南 北 高 长 大".split(" ");
const SECOND = "山 河 溪 岭 川 源 城 湖 泉 塘 桥 关 坪 岗 湾 江 洲 原 峰 台".split(" ");

export function pick<One>(random: Random, from: readonly One[]): One {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

/** A county that does not exist, as far as chance allows. */
export const county = (random: Random): string => `${pick(random, FIRST)}${pick(random, SECOND)}县`;

/** A statement with one number. */
export function statement(random: Random, place: string): string {
  const count = Math.floor(10 ** (1 + random() * 3.5));
  return (
    `${pick(random, ["近年来，", "一年来，", "截至目前，", "其中，", "同时，", ""])}${place}${pick(random, SUBJECTS)}` +
    `${pick(random, VERBS)}${pick(random, OBJECTS)}${pick(random, ["、", "和", "以及"])}${pick(random, OBJECTS)}` +
    `${count}${pick(random, UNITS)}，${pick(random, VERBS)}${pick(random, OBJECTS)}${Math.floor(random() * 900) + 10}${pick(random, UNITS)}。`
  );
}

/** Sentences until the text is about this long, in characters. */
export function text(random: Random, place: string, length: number): string {
  let made = "";
  while (made.length < length) made += statement(random, place);
  return made;
}

/** A question as a member may put it. */
export const question = (random: Random, place: string): string =>
  pick(random, [
    `${place}${pick(random, OBJECTS)}${pick(random, VERBS)}了多少？`,
    `请问${pick(random, OBJECTS)}怎么申请`,
    `${place}的${pick(random, OBJECTS)}和${pick(random, OBJECTS)}有哪些`,
    `${pick(random, SUBJECTS)}${pick(random, VERBS)}${pick(random, OBJECTS)}多少${pick(random, UNITS)}`,
  ]);
