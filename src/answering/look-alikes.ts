// Typed by its looks: handwriting input gives 安康怀 for 安康杯 and 拔款 for 拨款. Pure; vocabulary.ts mends the words that
// the vocabulary has, homophones.ts those that are typed by their sound.
import { isOrdinaryWord } from "../../ingest/words.ts";

/** Characters that are taken for one another. */
const PAIRS =
  "杯怀 拨拔 贷货 助肋 休体 候侯 募幕 慕幕 薪新 析折 未末 土士 己已 宫官 员贝 职织 训驯 技枝 扶抚 险脸 籍藉 惠慧 疗辽 竟竞 赛塞 优忧 哺脯 托拖 驿译 免兔 困因 励厉 疔疗".split(
    " ",
  );
const ALIKE = new Map<string, string>();
for (const [left = "", right = ""] of PAIRS) {
  ALIKE.set(left, (ALIKE.get(left) ?? "") + right);
  ALIKE.set(right, (ALIKE.get(right) ?? "") + left);
}

const SHORTEST = 3;

/** Mends, in a folded text, what differs from a word of three or more by one such character and is no word itself. */
export function createLookAlikes(words: Iterable<string>): (folded: string) => string {
  const known = new Set(words);
  const meant = new Map<string, string>();
  for (const word of known) {
    if (word.length < SHORTEST) continue;
    Array.from(word).forEach((character, at) => {
      for (const other of ALIKE.get(character) ?? "") {
        const written = word.slice(0, at) + other + word.slice(at + 1);
        if (!known.has(written)) meant.set(written, word);
      }
    });
  }
  return (folded) => {
    let text = folded;
    for (const [written, word] of meant)
      if (text.includes(written) && !isOrdinaryWord(written)) text = text.replaceAll(written, word);
    return text;
  };
}
