// Which characters a pinyin syllable stands for, in a report that spells out its traditional characters.
import { pinyin } from "./repair.ts";

// Traditional characters that pages with pinyin annotate most; a report's own annotations are added to these.
const READINGS: readonly string[] = (
  "報bào 請qǐng 務wù 產chǎn 業yè 會huì 國guó 學xué 實shí 時shí 識shí 數shù 優yōu 雲yún 黨dǎng 動dòng 發fā 開kāi 關guān 幫bāng 職zhí 勞láo " +
  "總zǒng 辦bàn 員yuán 單dān 縣xiàn 區qū 驅qū 應yīng 當dāng 對duì 為wéi 為wèi 個gè 們men 這zhè 經jīng 濟jì 進jìn 義yì 議yì 藝yì 億yì 獎jiǎng " +
  "講jiǎng 問wèn 題tí 長zhǎng 長cháng 場chǎng 廠chǎng 萬wàn 訊xùn 訓xùn 責zé 領lǐng 導dǎo 體tǐ 與yǔ 語yǔ 書shū 電diàn 話huà 計jì 記jì 紀jì 際jì " +
  "機jī 積jī 級jí 極jí 種zhǒng 眾zhòng 標biāo 準zhǔn 觀guān 貫guàn 強qiáng 爭zhēng 證zhèng 據jù 舉jǔ 護hù 戶hù 術shù 樹shù 設shè 攝shè 適shì 勢shì " +
  "試shì 視shì 師shī 濕shī 現xiàn 線xiàn 獻xiàn 鄉xiāng 項xiàng 寫xiě 協xié 興xīng 選xuǎn 壓yā 養yǎng 樣yàng 醫yī 遺yí 藥yào 預yù 園yuán 圓yuán 遠yuǎn " +
  "願yuàn 運yùn 贈zèng 戰zhàn 張zhāng 鎮zhèn 質zhì 製zhì 專zhuān 轉zhuǎn 莊zhuāng 裝zhuāng 資zī 組zǔ 愛ài 寶bǎo 備bèi 筆bǐ 畢bì 邊biān 變biàn"
).split(" ");

/** Gives the characters read as a syllable with its tone: the usual ones, and those these lines annotate so. */
export function createReadings(lines: readonly string[]): (hint: string) => ReadonlySet<string> {
  const readings = new Map<string, Set<string>>();
  let gathered = false;

  return (hint) => {
    if (!gathered) {
      gathered = true;
      for (const entry of READINGS)
        readings.set(entry.slice(1), (readings.get(entry.slice(1)) ?? new Set()).add(entry[0] ?? ""));
      for (const line of lines) {
        for (const [, character = "", syllable = ""] of line.matchAll(
          /(\p{Script=Han})[(（]([^\s()（）]{1,6})[)）]/gu,
        )) {
          if (pinyin(syllable) !== undefined)
            readings.set(syllable, (readings.get(syllable) ?? new Set()).add(character));
        }
      }
    }
    return readings.get(hint) ?? new Set();
  };
}
