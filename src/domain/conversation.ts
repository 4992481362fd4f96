// What to do with what came in, decided from the stored state alone: conversation/converse.ts carries the step out.
// A form that is open takes everything but commands; a paused one lets the talk go on around it.
import type { EarlierAnswer } from "./talk-context.ts";
import type { FillState } from "./form.ts";
import { readTopicStart, type Topic } from "./group.ts";
import type { Span } from "./report.ts";
import type { ChatEvent, FileReference, Incoming, Locale, Rating, Unreadable } from "./message.ts";

/** What a talk remembers between questions. Plain data. */
export interface TalkContext {
  /** Names of the places the last question was about. */
  readonly places: readonly string[];
  /** Folded words that named the topic of the last question. */
  readonly topic: string;
  /** The last question that named its topic, as it was asked. */
  readonly question: string;
  /** Ids of the programmes that it was taken to speak of, the surest first; missing in a state stored by an older version. */
  readonly programmes?: readonly string[];
  /** What the last answer quoted; none in a state stored by an older version. */
  readonly cited?: readonly Cited[];
  /** Whom the last answer named, where it was asked who. */
  readonly person?: string;
  /** Whether somebody spoke of not wanting to live, and has asked of nothing else since. */
  readonly despair?: boolean;
}

/** A quotation within its passage. */
export interface Cited extends Span {
  readonly passage: string;
}

/** Where a talk stands, as stored. A state of another version is not read: the talk starts anew. */
export interface ConversationState {
  readonly version: 1;
  readonly context: TalkContext;
  /** What the device or the settings said last. */
  readonly locale?: Locale;
  /** The language last spoken here; a change of `locale` makes it forgotten. */
  readonly spoken?: Locale;
  /** Id of the last answer that can be rated; "/up" and "/down" mean this one. */
  readonly answer?: string;
  /** What the answers of the last days that can be rated were about, the newest last. */
  readonly earlier?: readonly EarlierAnswer[];
  /** When the one-time codes were typed that were none, as ISO instants; those of the last hour count. */
  readonly wrongCodes?: readonly string[];
  /** The form being filled in here. */
  readonly form?: FillState;
  /** What the next words may mean, since this ISO instant. */
  readonly confirm?: Expected & { readonly since: string };
}

/** What the next words mean when they fit. It holds for ten minutes, and until something else is said. */
export type Expected =
  /** A yes deletes all data. */
  | { readonly what: "erase" }
  /** A yes says these words. */
  | { readonly what: "say"; readonly words: string }
  /** What is said goes behind these words, once it is confirmed. */
  | { readonly what: "more"; readonly words: string };

/** Commands every member has; each has words of its own in every language (see `COMMANDS`). */
export type MemberCommand =
  | "help"
  | "apply"
  | "status"
  | "resume"
  | "withdraw"
  | "appeal"
  | "link"
  | "unlink"
  | "withdraw-consent"
  | "my-data"
  | "erase";

export type Step =
  | { readonly kind: "answer"; readonly question: string; readonly context: TalkContext }
  /** `said`: in words, so that a word of thanks is due. */
  | {
      readonly kind: "rate";
      readonly answer: string | undefined;
      readonly rating: Rating;
      readonly said: boolean;
    }
  | { readonly kind: "command"; readonly command: MemberCommand; readonly rest: string }
  /** `sure`: said again, right after what it does was told. */
  | { readonly kind: "code"; readonly code: string; readonly sure: boolean }
  /** Opened from a group, to go on here with what was said there. */
  | { readonly kind: "topic"; readonly topic: Topic }
  | { readonly kind: "apply"; readonly programmes: readonly string[] }
  | {
      readonly kind: "fill";
      readonly form: FillState;
      readonly text: string;
      readonly files: readonly FileReference[];
    }
  | { readonly kind: "erase" }
  /** What waited for a yes is not to be done. */
  | { readonly kind: "kept"; readonly what: Expected["what"] }
  /** To be handled as if these words had been said. */
  | { readonly kind: "say"; readonly words: string }
  /** Whether these words are meant is asked; `said`: those of them that were said just now. */
  | { readonly kind: "sure"; readonly words: string; readonly said: string }
  /** Begins like a command and is none. */
  | { readonly kind: "no-command"; readonly word: string }
  /** Sent while nothing is being filled in. */
  | { readonly kind: "stray-files"; readonly text: string; readonly files: readonly FileReference[] }
  /** None of the files could be taken, or it holds no words. */
  | { readonly kind: "nothing-taken" }
  | { readonly kind: "unreadable"; readonly what: Unreadable }
  | { readonly kind: "event"; readonly event: ChatEvent };

/** What `decide` asks of the programmes. */
export interface Programmatic {
  /** Programmes meant by words that want to apply, after the question that `before` remembers; empty when they do not. */
  propose(text: string, before?: TalkContext): readonly string[];
}

const NOTHING: TalkContext = { places: [], topic: "", question: "" };

/** The stored state, or a fresh one when there is none or it is of another version. */
export function conversationState(stored: unknown): ConversationState {
  const known = stored as Partial<ConversationState> | null | undefined;
  return known?.version === 1 && known.context !== undefined
    ? (known as ConversationState)
    : { version: 1, context: NOTHING };
}

/** "我上个月交的困难申请怎么还没消息": somebody's own application, and that they wait for it. */
const WAITS =
  /^(?=.{4,30}$)(?:那|请问|請問)?(?:我|我们|我們).{0,10}?(?:申请|申請|申报|申報|报名|報名|提交|交|填|办|辦).*(?:怎么样|怎麼樣|咋样|咋樣|怎样|怎樣|到哪(?:儿|里|裡|一步)?|(?:没|沒)(?:有)?(?:消息|动静|動靜|结果|結果|批|下来|下來|回复|回覆|答复|答覆|通知|人理|人管)|(?:批|办好|辦好|下来|下來|通过|通過|有结果|有結果)了?(?:没有?|沒有?|吗|嗎|么))了?[?？。]?$|^(?=.{4,30}$).*我的(?:钱|錢|补助|補助|补贴|補貼|申请|申請|材料|事|款).{0,8}(?:什么时候|什麼時候|啥时候|几时|何时|何時|多久|哪天).{0,8}(?:到账|到賬|下来|下來|批|发|發|结果|結果|拿到|领到|領到)[?？。]?$/;

// The slash commands of every language, and words that mean nothing else when they are all that is said.
const COMMANDS: readonly (readonly [MemberCommand, RegExp])[] = [
  ["help", /^\/(?:start|help)\b|^(?:帮助|幫助|菜单|菜單|help|menu)$/i],
  ["apply", /^\/apply\b|^(?:(?:我)?(?:要|想|想要)?(?:申请|申請|办申请|辦申請)|(?:i want to )?apply)$/i],
  [
    "status",
    /^\/status\b|^(?:现在|我(?:的|那)?(?:事|申请)?)?(?:办|审|走)?到(?:哪里|哪儿|哪一?步|什么程度|哪)了?[?？]?$|^(?:批|审批?|办)(?:下来)?了(?:没有?|吗|么)[?？]?$|^(?:批|办|审)(?:下来|好|完|成)了?(?:没有?|吗|么)[?？]?$|^有(?:消息|结果|回音|进展)(?:了)?(?:没有?|吗|么)[?？]?$|^我(?:的|那)(?:个)?(?:事|申请)(?:儿)?(?:怎么样|咋样|咋个样|如何)了?[?？]?$|^查(?:一下|下|查)?(?:我的)?(?:申请)?(?:进度|结果)[?？]?$|^where(?:'s| is) my (?:application|case)[?]?$|^(?:审批|审核|办理|申请)(?:的)?(?:进度|情况)(?:怎么样)?[?？]?$|^(?:我的?)?(?:申请|事|材料)?(?:办|批|审|弄)得?(?:怎么样|咋样|如何)了[?？]?$|^(?:我的?)?申请(?:办|批|审)得(?:怎么样|咋样)了?[?？]?$|^我(?:交|发|送)的(?:材料|资料|东西|照片).{0,6}(?:收到|看到)了?(?:没有?|吗|么)[?？]?$|^有(?:没有)?人(?:在)?(?:审|看|办|管|处理)(?:理)?我的(?:申请|材料|事)(?:吗|么|没有?)?[?？]?$|^(?:为什么|为啥|凭什么|怎么)(?:不批|没批|不给批|没通过|不通过|没过|拒绝我?)了?[?？]?$|^(?:我的申请|我的申請|查(?:询|詢)?进度|查(?:詢|询)?進度|办到哪了|辦到哪了|申请进度|申請進度|my (?:cases?|applications?)|status)$/i,
  ],
  ["status", WAITS],
  [
    "resume",
    /^\/resume\b|^(?:补材料|補材料|add papers)(?=$|\s+\d{4}-\d+$)|^(?:继续申请|繼續申請|继续填|繼續填|接着填|接著填|继续|繼續|resume|continue)$/i,
  ],
  ["withdraw-consent", /^\/consent\b|^(?:撤回同意|收回同意|withdraw (?:my )?consent)(?=$|\s|\d)/i],
  ["withdraw", /^\/withdraw\b|^(?:我)?(?:要|想)?(?:撤回申请|撤回申請|撤回|withdraw)(?=$|\s|\d)/i],
  [
    "appeal",
    /^(?:我(?:要|想)?)?(?:不服(?:气|这个结果)?|再申诉(?:一次)?|再申訴(?:一次)?)[。!！]?$|^\/appeal\b|^(?:我)?(?:要|想)?(?:申诉|申訴|appeal)(?=$|\s|\d|[:：,，])/i,
  ],
  ["link", /^\/link\b|^(?:绑定|綁定|绑定账号|綁定帳號|綁定賬號|关联账号|關聯帳號|關聯賬號)$/i],
  ["unlink", /^\/unlink\b|^(?:解除绑定|解除綁定)$/i],
  ["my-data", /^\/mydata\b|^(?:(?:导出|下载|看看?|查看|查一下)?我的(?:数据|资料|資料|信息)|my data)$/i],
  [
    "erase",
    /^\/erase\b|^(?:我)?(?:要|想|请|帮我|把)*(?:删除|刪除|删掉|注销|清除|清空)(?:掉)?(?:我)?的?(?:所有|全部)?的?(?:数据|资料|資料|信息|账号|帐号)(?:吧|了)?$|^(?:把)?我的(?:数据|资料|信息|账号)(?:全|都)?(?:删|删掉|删除|注销)(?:了|吧|掉)*$|^delete my data$/i,
  ],
];
/** Never an answer to a question of a form, so that a tap on older news does what it says. */
const SURE =
  /^(?:我的申请|我的申請|my (?:cases?|applications?)|我的数据|我的資料|my data|补材料|補材料|add papers|(?:撤回|申诉|申訴|withdraw|appeal)\s*\d)|^(?:那|请问|請問)?(?:我|我们|我們).{0,8}(?:交|申请|申請|填|报|報|办|辦)的.{0,8}(?:批|办|辦|审|審)?(?:好|完|下来|下來)?了?(?:没有?|沒有?|吗|嗎)[?？]?$/i;
const RATING = /^\/(up|down)$/i;
/** Letters and digits that are not mistaken for one another, as `newCode` makes them. */
const CODE = /^(?:\/link\s+)?([2-9A-HJ-NP-Z]{4})-?([2-9A-HJ-NP-Z]{4})(?:\s+(?:确认|confirm))?$/i;
const START = /^\/start(?:@\w+)?\s+(\S+)$/;
const YES =
  /^(?:是的?|确认|確認|确定|確定|(?:确认|確認|确定|確定)?(?:删除|刪除)|对|對|yes|confirm|delete|y)[。.!！]?$/i;
const NO = /^(?:不|不是|否|不要|先?不删除?|先?不用了?|别删?|算了|取消|no|cancel|don't|n)[了吧。.!！]*$/i;
/** A yes, or a nod to something else that was said meanwhile: asked again. */
const NOD = /^(?:好的?|行|可以|嗯+|ok|okay|sure)[。.!！]?$/i;
/** Asks, instead of saying what was expected. */
const ASKS = /[?？吗嗎呢]$/;
/** Milliseconds after which a yes is no answer any more. */
const CONFIRM_WITHIN = 10 * 60_000;

/** The command that the words are, and what follows it; undefined when they are none. */
export function memberCommand(text: string): { command: MemberCommand; rest: string } | undefined {
  const found = COMMANDS.find(([, words]) => words.test(text));
  return found === undefined ? undefined : { command: found[0], rest: text.replace(found[1], "").trim() };
}

/** The one-time code that the words are, as `newCode` makes them; undefined when they are none. */
export function codeIn(text: string): string | undefined {
  const found = CODE.exec(text);
  if (found === null) return undefined;
  const code = `${found[1]}-${found[2]}`.toUpperCase();
  // Four letters and four letters are two words, and eight digits a number.
  return /\d/.test(code) && /[A-Z]/.test(code) ? code : undefined;
}

/** The topic that words open which a link from a group stands for. */
export const topicStartIn = (text: string): Topic | undefined =>
  readTopicStart(START.exec(text.trim())?.[1] ?? "");

/** What to do with what came in. Pure; the state after the step is made by whoever carries it out. */
export function decide(
  state: ConversationState,
  incoming: Incoming,
  programmes: Programmatic,
): { state: ConversationState; step: Step } {
  const { content } = incoming;
  if (content.kind === "rating") {
    return { state, step: { kind: "rate", answer: content.answer, rating: content.rating, said: false } };
  }
  if (content.kind === "event") return { state, step: { kind: "event", event: content.event } };
  const { confirm, ...rest } = state;
  const next = withLocale(rest, incoming.locale);
  const to = (step: Step): { state: ConversationState; step: Step } => ({ state: next, step });
  if (content.kind === "unreadable") return to({ kind: "unreadable", what: content.what });
  if (content.kind === "remote-files") return to({ kind: "nothing-taken" });
  const { form } = state;
  // What groups ask with means nothing more here.
  const text = content.text.trim().replace(/^\/ask\s+/i, "");

  if (content.kind === "files") {
    if (content.files.length === 0) return to({ kind: "nothing-taken" });
    if (form !== undefined) return to({ kind: "fill", form, text, files: content.files });
    return to({ kind: "stray-files", text, files: content.files });
  }
  const rating = RATING.exec(text)?.[1]?.toLowerCase();
  if (rating === "up" || rating === "down") {
    return to({ kind: "rate", answer: state.answer, rating, said: true });
  }
  const expected = isWaiting(confirm, incoming.receivedAt) ? confirm : undefined;
  if (expected !== undefined) {
    if (NO.test(text)) return to({ kind: "kept", what: expected.what });
    if (expected.what === "erase") {
      if (YES.test(text)) return to({ kind: "erase" });
      if (NOD.test(text)) {
        return asking(next, { what: "erase" }, incoming, { kind: "command", command: "erase", rest: "" });
      }
    } else if (expected.what === "say") {
      const { words } = expected;
      if (YES.test(text)) return to({ kind: "say", words });
      if (NOD.test(text)) return asking(next, { what: "say", words }, incoming, sure(words, text));
    }
  }
  const code = codeIn(text);
  if (code !== undefined)
    // Said in one breath, as somebody else may have asked for, it is no yes: what it does was not told.
    return to({ kind: "code", code, sure: expected?.what === "say" && expected.words === text });
  const topic = topicStartIn(text);
  if (topic !== undefined) return to({ kind: "topic", topic });
  const said = memberCommand(text);
  // While a form is open, bare words are answers to it; a slash is always a command, and so are a few words.
  const open = form !== undefined && !isPaused(form);
  if (said !== undefined && (!open || text.startsWith("/") || SURE.test(text))) {
    const opened = said.command === "help" ? { ...next, context: NOTHING } : next;
    const step = { kind: "command", ...said } as const;
    return said.command === "erase"
      ? asking(opened, { what: "erase" }, incoming, step)
      : { state: opened, step };
  }
  const [word] = /^\/[a-z][\w-]*(?=$|\s)/i.exec(text) ?? [];
  if (word !== undefined) return to({ kind: "no-command", word });
  if (expected?.what === "more" && text !== "" && !ASKS.test(text)) {
    const words = `${expected.words} ${text}`;
    return asking(next, { what: "say", words }, incoming, sure(words, text));
  }
  if (open) return to({ kind: "fill", form, text, files: [] });
  const wanted = programmes.propose(text, state.context);
  if (wanted.length > 0) return to({ kind: "apply", programmes: wanted });
  return to({ kind: "answer", question: text, context: state.context });
}

const asking = (state: ConversationState, expected: Expected, incoming: Incoming, step: Step) => ({
  state: expecting(state, expected, incoming),
  step,
});

const sure = (words: string, said: string): Step => ({ kind: "sure", words, said });

/** The state in which the next words may mean what is expected. */
export function expecting(
  state: ConversationState,
  expected: Expected | undefined,
  { receivedAt }: Incoming,
): ConversationState {
  return expected === undefined ? state : { ...state, confirm: { ...expected, since: receivedAt } };
}

/** One that an older version stored has no instant, and waits no more. */
const isWaiting = (confirm: ConversationState["confirm"], at: string): boolean =>
  Date.parse(at) - Date.parse(confirm?.since ?? "") <= CONFIRM_WITHIN;

function withLocale(state: ConversationState, locale: Locale | undefined): ConversationState {
  if (locale === undefined || locale === state.locale) return state;
  const { spoken, ...rest } = state;
  return { ...rest, locale, ...(state.locale === undefined && spoken !== undefined ? { spoken } : {}) };
}

const isPaused = (form: FillState): boolean => form.paused === true;

/** The state with another form open, or none. */
export function withForm(state: ConversationState, form: FillState | undefined): ConversationState {
  const { form: _, ...rest } = state;
  return form === undefined ? rest : { ...rest, form };
}
