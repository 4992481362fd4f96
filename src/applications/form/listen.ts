// Tells what a member means by a message while a form is open: an answer, a correction, a question, a word about the form
// itself. Pure; form-advance.ts takes what it says. Whatever could be an answer in free text stays one.
import type { Form, FormInput, Progress, Said } from "../../domain/form.ts";
import { fieldAt, paperAt } from "../../domain/form/path.ts";
import type { Field } from "../../domain/programme.ts";
import { readValue } from "./field.ts";
import { chosenElsewhere } from "./listen-choice.ts";
import { commandOf, isForOther } from "./listen-commands.ts";
import { correctionIn, readingContext } from "./listen-correct.ts";
import { atField, atList, heldAnswer } from "./listen-field.ts";
import { isAtALoss, moodIn } from "./listen-mood.ts";
import { resolveAmong } from "./listen-names.ts";
import { asksWhatCounts, FREE, looksLikeQuestion } from "./listen-question.ts";
import { givenIn } from "./listen-several.ts";
import { atConsent, atPaper, atSummary, FILES_DONE, isWithout, paperNamed } from "./listen-stage.ts";
import { readYesNo } from "./read-choice.ts";
import { topicOf } from "./topic.ts";
import { dense, plain } from "../words.ts";

const IS_ANSWER =
  /^(?:这是|这就是|是|就是)?(?:我的|我)?(?:回答|答案|答|在回答|在答)(?:的)?$|^(?:this is |it's |it is )?(?:my |an |the )?answer$/;
const IS_QUESTION =
  /^(?:这是|是)?(?:我|我是)?(?:在)?(?:问|提问|想问|问问题|问你|一个问题|问题|在问问题)(?:的)?(?:你)?$|^(?:this is |it's |it is |i'm asking |i am asking )?(?:a |my )?question$|^i'm asking$/;
const SEND =
  /^(?:是|是的|对|对的|好|好的|好了|可以|可以了|行|没错|没问题|没有问题|都对|正确|确认|确定|就这样|发|交|yes|ok|okay|correct|all correct|looks good|all good|confirm|that's right|fine|good|sure|go ahead)$/;

/** "我要申请困难补助" to the question whether they really give it up: its 要 agrees to nothing. */
const GOES_ON =
  /^(?!.*(?:不|别|取消|放弃|算了)).*(?:继续|接着|(?:要|想|还是|来)(?:再)?.{0,3}(?:申请|填|办))|^(?:no,?)?i(?:want|'dlike)to(?:apply|continue|goon)/;

/** What the message means, in order; never empty. */
export function listen(form: Form, progress: Progress, input: FormInput): readonly Said[] {
  const said = meant(form, progress, input);
  const [only] = said;
  if (said.length > 1 || only === undefined || !isUnread(only, input.text)) return said;
  const { correcting, candidates, stage } = progress;
  const elsewhere =
    correcting !== undefined || candidates !== undefined || stage === "summary"
      ? chosenElsewhere(form, progress, input.text)
      : undefined;
  if (elsewhere !== undefined) return [elsewhere];
  const mood = moodIn(input.text);
  if (mood !== undefined) return [{ kind: mood }];
  // "不方便说", "你先告诉我能批多少": what is behind it is answered before it is asked again.
  return topicOf(input.text) === undefined ? said : [{ kind: "question", text: input.text }];
}

/** Whether nothing was made of the words: they are neither an answer nor a question nor a word about the form. */
const isUnread = (said: Said, text: string): boolean =>
  said.kind === "wrong" ||
  ((said.kind === "question" || said.kind === "nothing") && (!looksLikeQuestion(text) || isAtALoss(text)));

function meant(form: Form, progress: Progress, input: FormInput): readonly Said[] {
  const { files, text, now } = input;
  if (files.length > 0) {
    const paper = paperNamed(form, progress, text);
    const taken: Said = { kind: "files", files, ...(paper === undefined ? {} : { paper }) };
    return FILES_DONE.test(plain(text)) ? [taken, { kind: "files-done" }] : [taken];
  }
  const words = plain(text);
  const { asked, held, confirming, stage } = progress;
  if (words === "") {
    return asked === undefined ? [{ kind: "nothing" }] : [{ kind: "wrong", problem: "empty" }];
  }
  if (/^[?]+$/.test(words)) return [{ kind: "explain" }];
  if (held !== undefined) {
    if (IS_ANSWER.test(dense(text)) || IS_ANSWER.test(words)) return heldAnswer(form, progress, held, now);
    if (IS_QUESTION.test(dense(text)) || IS_QUESTION.test(words)) return [{ kind: "question", text: held }];
  }
  const among =
    progress.candidates === undefined ? undefined : resolveAmong(form, progress, progress.candidates, text);
  if (among !== undefined) return [{ kind: "correct", path: among }];
  const command = commandOf(text);
  if (confirming !== undefined) {
    if (confirming === "send-incomplete" && command === "submit") return [{ kind: "submit" }];
    if (/补|bring|add/.test(words) && confirming === "send-incomplete" && !/之后|以后|再补|later/.test(words))
      return [{ kind: "no" }];
    if (
      confirming === "send-incomplete" &&
      /^(?:先)?(?:提交|发送|交).*补|send now|send it (?:now|anyway)/.test(words)
    )
      return [{ kind: "yes" }];
    if (command === confirming) return [{ kind: "yes" }];
    if (GOES_ON.test(dense(text)) && confirming !== "send-incomplete") return [{ kind: "no" }];
    const agreed = readYesNo(text);
    if (agreed !== undefined) return [{ kind: agreed ? "yes" : "no" }];
    if (command === "keep" || command === "nothing") return [{ kind: "no" }];
  }
  if (progress.loose !== undefined && stage !== "eligibility") {
    const paper = paperNamed(form, progress, text);
    if (paper !== undefined) return [{ kind: "files", files: [], paper }];
  }
  const field = asked === undefined ? undefined : fieldAt(form, asked);
  const paper = asked === undefined ? undefined : paperAt(form, asked);

  if (stage === "consent" && asked === undefined) {
    const corrected = command === undefined ? correctionIn({ form, progress, text, now }) : undefined;
    return corrected ?? atConsent(text, command);
  }
  if (paper !== undefined) {
    const said = atPaper(words, dense(text), command);
    if (said !== undefined) return [said];
    if (isWithout(form, progress, text)) return [{ kind: "later" }];
  }
  if (
    stage === "summary" &&
    asked === undefined &&
    (command === undefined || command === "nothing" || command === "keep")
  ) {
    const clauses = words.split(/[,;。]/).map((clause) => clause.trim());
    if (clauses.every((one) => SEND.test(one) || SEND.test(dense(one)) || commandOf(one) === "submit")) {
      return [{ kind: "submit" }];
    }
    const named = atSummary(form, progress, text, now);
    if (named !== undefined) return named;
  }
  const commanded = fromCommand(progress, field, command, text);
  if (commanded !== undefined) return [commanded];

  if (isForOther(text) && (field === undefined || !FREE.has(field.type) || dense(text).length <= 14)) {
    return [{ kind: "for-other" }];
  }
  const corrected = correctionIn({ form, progress, text, now });
  if (corrected !== undefined && !isOwnAnswer(form, progress, field, text, now, corrected)) return corrected;
  const given = givenIn(form, progress, text, now);
  if (given !== undefined) return given;
  if (field === undefined || asked === undefined) {
    if (paper !== undefined) {
      const other = paperNamed(form, progress, text);
      if (other !== undefined) return [{ kind: "correct", path: other }];
    }
    // Nothing is asked that words could answer, so they ask something themselves.
    return [
      looksLikeQuestion(text) || words.length > 6
        ? { kind: "question", text }
        : { kind: "wrong", problem: "wants-file" },
    ];
  }
  if (asksWhatCounts(text, FREE.has(field.type))) return [{ kind: "explain" }];
  if (asked.endsWith(".+")) return atList(form, progress, field, asked, text, now);
  return atField(form, progress, field, asked, text, now);
}

/** A correction that offers several questions, or a sure wording that finds none, gives way to a value that can be read. */
function isOwnAnswer(
  form: Form,
  progress: Progress,
  field: Field | undefined,
  text: string,
  now: Date,
  said: readonly Said[],
): boolean {
  const [first] = said;
  if (field === undefined || first?.kind !== "which" || field.type === "list") return false;
  if (FREE.has(field.type) && first.candidates.length > 0) return false;
  return readValue(field, text, readingContext(form, progress, now)).kind === "value";
}

function fromCommand(
  progress: Progress,
  field: Field | undefined,
  command: ReturnType<typeof commandOf>,
  text: string,
): Said | undefined {
  const free = field !== undefined && FREE.has(field.type);
  switch (command) {
    case undefined:
      return undefined;
    case "keep":
      return progress.correcting === undefined ? undefined : { kind: "keep" };
    case "cancel":
      if (progress.correcting !== undefined && /^(?:算了?|不填了?)$/.test(dense(text)))
        return { kind: "keep" };
      return field?.optional === true && /^不填$/.test(dense(text)) ? { kind: "skip" } : { kind: "cancel" };
    case "nothing":
      return field?.type === "yes-no" || free ? undefined : { kind: "nothing" };
    case "for-self":
      return progress.forOther === true ? { kind: "for-self" } : undefined;
    case "unsure":
      if (free && /[,，]/.test(text)) return undefined;
      return field?.choices?.some(({ id }) => id === "unknown") === true ? undefined : { kind: "unsure" };
    default:
      return { kind: command };
  }
}
