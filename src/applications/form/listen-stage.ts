// What is meant where no field is asked: at consent, among the papers, at the summary. listen.ts asks here.
import type { Form, Progress, Said } from "../../domain/form.ts";
import { fieldAt, itemsOf, missingPapers, paperAt } from "../../domain/form/path.ts";
import { readValue } from "./field.ts";
import { type commandOf, isForOther } from "./listen-commands.ts";
import { outOfRange, readingContext } from "./listen-correct.ts";
import { given } from "./listen-field.ts";
import { resolve } from "./listen-names.ts";
import { looksLikeQuestion } from "./listen-question.ts";
import { readYesNo } from "./read-choice.ts";
import { dense, plain } from "../words.ts";

/** No more files of the paper in hand. */
export const FILES_DONE =
  /^(?:好了?|好的|发完了?|发好了|传完了?|传好了|上传完了?|没有了|没了|就这些|就这么多|完了|齐了|全了|够了|可以了|下一(?:个|项|份)|都发了|ok|okay|done|finished|that's all|that is all|that's it|no more|next|all sent)$/;
const LATER =
  /^(?:没有|没|无|还没有|还没|还没办|还没开|没办好|没准备好|还没准备好|没带|没在身边|不在身边|手头没有|暂时没有|现在没有|目前没有|没拍|以后(?:再)?(?:交|补|发|传|给)|(?:稍后|回头|晚点|晚些|过几天|下次|明天|等会儿?|改天|后面|之后|later)(?:再)?(?:交|补|补交|发|传|给|补上)?|先跳过|跳过|later|not yet|don't have it(?: yet)?|i don't have it(?: yet| with me)?|do it later|send it later|i'll send it later|skip|none|no)$/;
const DROP_FILE =
  /^(?:(?:这|刚才那?|上一?|最后一?)[张份个]?(?:照片|图|材料|文件)?(?:不对|错了|发错了|不清楚|太糊了|重拍|重发|不要了)|发错(?:了|图了)?|传错了?|拍错了?|删(?:掉|了|除)?(?:刚才|上一|最后一|这)那?[张个份页]?(?:照片|图|材料|文件)?|(?:想|要)?(?:换|重发|重传)(?:一?[张份])?(?:照片|图|材料|文件)|撤回(?:这[张份])?|wrong (?:photo|picture|file)|remove (?:the last|that|this)(?: photo| one| file| picture)?|delete (?:the last|that|this)(?: photo| one| file| picture)?)$/;

/** "中 弄吧". */
const GO_ON =
  /^(?:中|行|好|可以|同意|要得|得行)?(?:那就|就)?(?:弄|搞|填|办|来|开始|整)(?:吧|呗|嘛)$|^(?:中|要得|得行|可得)$/;

export function atConsent(text: string, command: ReturnType<typeof commandOf>): readonly Said[] {
  if (isForOther(text)) return [{ kind: "for-other" }];
  if (command === "for-self") return [{ kind: "for-self" }];
  if (command === "submit" || command === "nothing") {
    return /^(?:好的?|嗯+|ok|okay)$/.test(plain(text)) ? [{ kind: "yes" }] : [{ kind: "nothing" }];
  }
  if (command !== undefined && command !== "skip" && command !== "keep" && command !== "unsure")
    return [{ kind: command }];
  const agreed = GO_ON.test(dense(text)) ? true : readYesNo(text);
  if (agreed !== undefined && !looksLikeQuestion(text)) return [{ kind: agreed ? "yes" : "no" }];
  return [
    looksLikeQuestion(text) || plain(text).length > 6 ? { kind: "question", text } : { kind: "nothing" },
  ];
}

export function atPaper(
  words: string,
  joined: string,
  command: ReturnType<typeof commandOf>,
): Said | undefined {
  const any = (pattern: RegExp): boolean => pattern.test(words) || pattern.test(joined);
  if (any(DROP_FILE)) return { kind: "drop-file" };
  if (any(FILES_DONE)) return { kind: "files-done" };
  const clauses = words.split(/[,;。]/).map(dense);
  if (any(LATER) || clauses.every((clause) => LATER.test(clause))) return { kind: "later" };
  if (
    any(
      /^(?:我)?(?:先|直接)(?:提交|发送|交).{0,12}$|^(?:材料|剩下的|其他的?|其余的?)(?:材料)?(?:都)?(?:以后|之后|回头|后面|下次)再?(?:补|交|补交)$|^(?:i'll send )?(?:the |all )?(?:rest|others?|papers) later$/,
    )
  ) {
    return { kind: "submit" };
  }
  return command === "skip" ? { kind: "later" } : undefined;
}

/** "我没有户口簿", "户口簿不在身边": the paper asked for has to wait. */
export function isWithout(form: Form, progress: Progress, text: string): boolean {
  const joined = dense(text);
  const [, after] =
    /^(?:我|我们|我家|现在|暂时|目前|手头|手上|还)*(?:没有|没|缺|找不到|弄丢了?)(.{2,12})$/.exec(joined) ??
    [];
  const [, before] =
    /^(.{2,12}?)(?:还没有?|没有|没带|不在身边|不在手边|找不到了?|丢了|还没办|没办下来|在老家)$/.exec(
      joined,
    ) ?? [];
  const named = after ?? before;
  return (
    named !== undefined &&
    progress.asked !== undefined &&
    resolve(form, progress, named, false).includes(progress.asked)
  );
}

export function paperNamed(form: Form, progress: Progress, text: string): string | undefined {
  const words = dense(text).replace(
    /^(?:这是|这张是|这些是|是|给你|发|补|补交|补充|我要补|我要交|交|this is(?:my|the)?|here(?:is|'s)(?:my|the)?)/,
    "",
  );
  if (words === "") return undefined;
  const papers = resolve(form, progress, words, false).filter((path) => paperAt(form, path) !== undefined);
  if (papers.length === 1) return papers[0];
  const number = /^\d$/.test(words) && progress.loose !== undefined ? Number(words) : 0;
  return itemsOf(form, progress).filter(({ kind }) => kind === "paper")[number - 1]?.path;
}

/** "3", "手机号", "收入 4万", "3:4万": the line meant, and its new value when one was said. */
export function atSummary(
  form: Form,
  progress: Progress,
  text: string,
  now: Date,
): readonly Said[] | undefined {
  const [missing] = missingPapers(form, progress);
  if (
    missing !== undefined &&
    /^(?:我)?(?:现在|这就|马上)?(?:要|想)?(?:补交?|补上|补发|交|发)(?:材料|照片)?$|^(?:bring|add|send) (?:them|it|papers)(?: now)?$/.test(
      plain(text),
    )
  ) {
    return [{ kind: "correct", path: missing.id }];
  }
  const whole = resolve(form, progress, text, true);
  if (whole.length === 1 && whole[0] !== undefined) return [{ kind: "correct", path: whole[0] }];
  if (whole.length > 1) return [{ kind: "which", candidates: whole }];
  const raw = text.normalize("NFC").trim();
  for (const hit of raw.matchAll(/[\s:：,，=、]+|是|为|改/gu)) {
    const [path, ...others] = resolve(form, progress, raw.slice(0, hit.index), true);
    const value = raw
      .slice(hit.index + hit[0].length)
      .trim()
      .replace(/^(?:[:：]|改成|改为|成|为|是|should be|is|to)\s*/u, "");
    const field = path === undefined || others.length > 0 ? undefined : fieldAt(form, path);
    if (path === undefined || field === undefined || value === "") continue;
    const reading = readValue(field, value, readingContext(form, progress, now));
    if (reading.kind === "value" && !looksLikeQuestion(value)) return [given(path, reading)];
    const beyond = outOfRange(path, reading);
    if (beyond !== undefined) return beyond;
  }
  return undefined;
}
