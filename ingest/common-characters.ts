// The characters that make up most of Chinese prose, simplified. A text decoded rightly is full of them; a text decoded
// wrongly, or shifted by one byte, is not.

const COMMON =
  "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严" +
  "职会困难帮扶送暖凉助金疗休站点项元期训技能培训慰问春夏秋冬节病残障医疗补贴贷款就业岗位创维护权益援案仲裁调解欠薪讨诉讼律师咨询热线服阅室园宫氧吧藏疆云德商陕湖贵川渝辽吉黑津沪苏浙皖闽赣鲁豫鄂湘粤桂琼甘青宁港澳台优秀典型劳模匠奖章旗竞赛举弘扬贯彻落实推";

const COMMON_SET: ReadonlySet<string> = new Set(COMMON);

export const isCommon = (simplified: string): boolean => COMMON_SET.has(simplified);

/** The share of common characters among the Han characters of a simplified text; undefined when it has fewer than two. */
export function commonShare(simplified: string): number | undefined {
  let han = 0;
  let common = 0;
  for (const character of simplified) {
    if (character < "㐀" || !/\p{Script=Han}/u.test(character)) continue;
    han++;
    if (COMMON_SET.has(character)) common++;
  }
  return han < 2 ? undefined : common / han;
}
