import { describe, expect, it } from "vitest";
import { fold } from "../../ingest/script.ts";
import { bandsOf, fingerprintOf, nearCopy, similarity } from "../../src/library/near-copy.ts";
import { pick, type Random, seeded, text } from "../contracts/generated-text.ts";

const print = (body: string, place?: string) =>
  fingerprintOf(fold(body), place === undefined ? [] : ["某省", place]);

/** As another site has it: some characters lost, a few lines more. */
function damaged(random: Random, body: string, losses: number): string {
  const characters = [...body];
  for (let loss = 0; loss < losses; loss++) {
    const at = Math.floor(random() * characters.length);
    if (!/\d/.test(characters[at] ?? "")) characters[at] = pick(random, ["", "\ufffd", "的"]);
  }
  return `来源：本站　编辑：本站\n${characters.join("")}\n更多内容请关注本站。`;
}

const TEMPLATE =
  "@总工会坚持以职工为中心，扎实推进各项工作。全年共发放慰问金#万元，慰问困难职工#人次。举办技能培训班#期，培训职工#人次。" +
  "组织#名一线职工赴省外疗休养。为#名职工提供法律援助，追回拖欠工资#万元。新建户外劳动者服务站点#个，覆盖快递员、外卖骑手#人。" +
  "开展金秋助学，资助#名困难职工子女上大学，发放助学金#万元。下一步，@总工会将继续当好职工的娘家人，为@高质量发展贡献力量。";

const filled = (random: Random, place: string): string =>
  TEMPLATE.replaceAll("@", place).replaceAll("#", () => String(Math.floor(10 + random() * 900)));

describe("near-copies", () => {
  it("are told although characters were lost, lines added and the script changed", () => {
    const random = seeded(1);
    for (let round = 0; round < 100; round++) {
      const body = text(random, "砚山县", 400 + random() * 2_000);
      const copy = damaged(random, body, Math.floor(body.length / 100));
      expect(nearCopy(print(body, "砚山县"), print(copy, "砚山县")), copy).toBe(true);
      expect(
        nearCopy(print(body), print(body.replaceAll("总工会", "總工會").replaceAll("职工", "職工"))),
      ).toBe(true);
    }
  });

  it("share a band", () => {
    const random = seeded(2);
    let missed = 0;
    for (let round = 0; round < 300; round++) {
      const body = text(random, "砚山县", 1_200);
      const bands = new Set(bandsOf(print(body).signature));
      if (!bandsOf(print(damaged(random, body, 12)).signature).some((band) => bands.has(band))) missed++;
    }
    expect(missed).toBeLessThanOrEqual(6);
  });

  it("are not what two counties make of one template, nor one county in two years", () => {
    const random = seeded(3);
    for (let round = 0; round < 200; round++) {
      expect(
        nearCopy(print(filled(random, "砚山县"), "砚山县"), print(filled(random, "红河县"), "红河县")),
      ).toBe(false);
      expect(nearCopy(print(filled(random, "砚山县")), print(filled(random, "红河县")))).toBe(false);
      expect(
        nearCopy(print(filled(random, "砚山县"), "砚山县"), print(filled(random, "砚山县"), "砚山县")),
      ).toBe(false);
    }
  });

  it("are not two places' notices that differ in the place alone", () => {
    const notice = "总工会开展送清凉活动，慰问户外劳动者，送去防暑降温用品和工会组织的关怀。";
    expect(nearCopy(print(notice, "砚山县"), print(notice, "红河县"))).toBe(false);
    expect(nearCopy(print(notice, "砚山县"), print(notice, "砚山县"))).toBe(true);
  });

  it("are not a short notice with another sum, nor reports without text", () => {
    const notice = (sum: number): string =>
      `县总工会为全县困难职工和劳动模范送去新春的祝福和工会组织的温暖，共发放慰问金${sum}万元，受到职工群众欢迎和好评。`;
    expect(nearCopy(print(notice(30)), print(notice(45)))).toBe(false);
    expect(nearCopy(print("县"), print("县"))).toBe(false);
    expect(similarity(print(""), print(""))).toBe(0);
  });
});
