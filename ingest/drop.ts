// Says which lines are no part of a report: site navigation, lists of other headlines, share bars, spam, credits,
// copyright. Works on folded lines; the header's own lines are taken out before.
import type { DropReason } from "../src/domain/report.ts";
import { findPlaces } from "./places.ts";

/** A mended line on its way to the body. `folded` is `fold(text)`. */
export interface Line {
  readonly line: number;
  readonly text: string;
  readonly folded: string;
  readonly heading: boolean;
}

const END_MARK = /[。!?;…][”"')】》]*$/;
const SENTENCE = /[。;]|[,，].{6,}[,，。]/;
const BULLET = /^(?:[-*•·●■◆▪>]|\d{1,2}[.、)])\s*/;

const SPAM_STRONG =
  /(?:日韩|欧美|亚洲|国产|无码|有码|成人|中文字幕|免费)(?:免费)?(?:av|无码|有码|乱码|黄片|三级|精品|自拍|一区|高清|成人|色情|激情|视频在线|在线观看|午夜|综合)|一区二区|色情|黄色网站|情色|裸聊|约炮|性爱|做爱|淫|嫖|自慰|a片|毛片|av在线|久久久|人妻|丝袜美|波多野|porn|xxx|viagra|cialis|escort girl/g;
const SPAM_GAMBLING =
  /百家乐|时时彩|六合彩|博彩|赌场|赌博网|真人娱乐|娱乐城|彩票(?:平台|网|app|开户|下载)|北京赛车|pk10|快三|送彩金|注册送|老虎机|足球投注|体育投注|外围投注|威尼斯人|葡京|太阳城|皇冠体育|bet365|(?:online )?casino|slots?\b|betting|poker online|棋牌(?:游戏|下载|平台)/g;
const SPAM_ADS =
  /代开发票|办证刻章|加(?:我)?微信|加v信|(?:贷款|放款)秒(?:批|到)|无抵押贷款|私服|外挂|代孕|迷药|枪支|窃听器|刷单|日结兼职|信用卡套现|论文代写|代写论文|seo优化|网站排名|replica watches|payday loan|cheap (?:nike|jordan|ugg)/g;
const SERIOUS = /工会|职工|工人|劳动|union|worker/;

function isSpam(folded: string): boolean {
  if (folded.includes("。") && SERIOUS.test(folded)) return false;
  const count = (pattern: RegExp): number => folded.match(pattern)?.length ?? 0;
  const strong = count(SPAM_STRONG);
  const others = count(SPAM_GAMBLING) + count(SPAM_ADS);
  if (strong + others === 0) return false;
  if (strong >= 1 && !SERIOUS.test(folded)) return true;
  return (
    strong + others >= 2 ||
    (others === 1 && folded.length < 60 && !SERIOUS.test(folded) && !/。/.test(folded))
  );
}

const NAVIGATION =
  /(?:>>|»|›|＞)|当前(?:的)?位置|您(?:现在)?(?:的|所在)位置|你的位置|^(?:首页|网站首页|返回首页|返回|返回列表|返回顶部|上一(?:篇|条|页)|下一(?:篇|条|页)|上一篇文章|下一篇文章|打印(?:本页|本文)?|关闭(?:窗口|本页)?|打印关闭|登录|注册|网站地图|联系我们|关于我们|设为首页|加入收藏|无障碍(?:浏览|阅读)?|简体|繁体|手机版|客户端|正文|字号|字体|大|中|小|搜索|菜单|更多|查看更多|展开全文|阅读全文|点击查看(?:原文|更多)?|原文链接|评论|发表评论|我要评论|网友评论|暂无评论)(?:\s|[:：]|$)|^(?:skip to (?:main )?content|home|menu|search|log ?in|sign (?:in|up)|subscribe|back to top|read more|next(?: article)?|previous(?: article)?|about us|contact(?: us)?|site ?map|privacy policy|terms of (?:use|service)|cookie|accept (?:all )?cookies|advertisement|newsletter)\b.{0,40}$/;
const MENU_WORDS =
  /^(?:首页|新闻|要闻|时政|国内|国际|社会|财经|体育|娱乐|教育|科技|文化|视频|图片|专题|论坛|博客|微博|微信|客户端|登录|注册|搜索|服务|政务|互动|公告|党建|工会|维权|帮扶|普法|理论|评论|健康|旅游|汽车|房产|手机|军事|法治|地方|直播|更多|home|news|about|contact|events?|resources?|members?|campaigns?|login|search|media|jobs)$/;
const CRUMBS = /^[^。!?]{1,12}(?:\s*[>＞/\\|→]\s*[^。!?>]{1,14}){1,6}\s*[>＞]?\s*(?:正文|详情)?$/;

const PAGES =
  /^(?:第?\s*)?(?:\d{1,3}\s+){2,}(?:of \d+|下一页|末页|页)?$|^\d{1,3} \d{1,3}(?: \d{1,3})* of \d+$|^(?:当前时间|今天是|现在是)\s*[:：]?.{0,30}$/;

function isNavigation(folded: string): boolean {
  if (PAGES.test(`${folded} `) || PAGES.test(folded)) return true;
  if (folded.length > 90 || SENTENCE.test(folded)) return false;
  if (NAVIGATION.test(folded) && !END_MARK.test(folded)) return true;
  if (/[>＞→]/.test(folded) && CRUMBS.test(folded)) return true;
  const words = folded.split(/[\s|·/、,]+/).filter((word) => word !== "");
  return words.length >= 4 && words.filter((word) => MENU_WORDS.test(word)).length >= words.length * 0.6;
}

const SHARING =
  /^(?:分享(?:到|至|给|本文)?|扫(?:一扫|码)|微信扫|长按|点赞|收藏|转发|点击(?:上方|下方|蓝字|关注|阅读原文)|阅读原文|欢迎(?:关注|订阅|扫码)|关注(?:我们|官方|微信|公众号)|(?:新浪|腾讯)微博|qq空间|微信好友|朋友圈|人人网|豆瓣|复制链接|share(?: (?:this|on|via|article))?|tweet|follow us|facebook|twitter|whatsapp|linkedin|pin it|email this|print this|like this)(?:[\s:：,、|].*|.{0,30})$/;
const ACCOUNT = /^.{0,12}(?:微信|微博|抖音|快手|公众号|视频号|头条号|客户端|二维码|官方微信|app)$/;
const COPYRIGHT =
  /版权(?:所有|声明|归)|copyright|©|\(c\) ?(?:19|20)\d\d|all rights reserved|备案(?:号|序号|编号)|icp[备证]|公网安备|(?:不得|严禁|禁止)(?:擅自)?(?:转载|复制|链接)|(?:转载|引用)(?:请|时|必须|须|务必)(?:注明|标明|附上)|本站原创|仅代表作者|不代表本(?:网|站|平台)|免责声明|本(?:网|站|报)(?:所有|只是|系|转载|仅|刊载|声明)|稿酬|依法追究|网络视听|经营许可证|许可证(?:号|编号)|(?:违法|不良信息)(?:和不良信息)?举报|举报(?:电话|邮箱|热线)|网站标识码|技术支持|主办单位[:：]|承办单位[:：].{0,30}技术|网站管理|未经(?:授权|许可|书面)|如(?:有|涉及)(?:侵权|版权|作品)|侵(?:权|删)|views expressed|reproduced without/g;
const COPYRIGHT_LABEL = /^(?:声明|版权声明|特别声明|免责声明|郑重声明|disclaimer)\s*[:：]?/;
const CREDIT =
  /^[(（【[]?\s*(?:责编|责任编辑|编辑|编审|审核|审校|校对|校审|终审|初审|复审|二审|三审|监制|制作|排版|值班编辑|主编|执行主编|总编|图文|撰文|文字|文|图|摄影|图片|作者|记者|通讯员|供稿|来稿|投稿|来源|稿源|信息来源|文章来源|本文来源|editor|edited by|photo(?:s)?(?: by)?|author|source|written by|byline)(?:\s*[/、及和&|]\s*(?:文|图|摄|摄影|编辑|通讯员|记者|审核))*\s*(?:[:：丨|/]|\s{1,3}(?=\S{2,4}$))\s*[^。;]{0,60}[)）\]】]?$/;
const BYLINE =
  /^[(（]?(?:本报|本网|本刊)?(?:特约)?(?:记者|通讯员)\s*[\p{Script=Han}·、\s]{2,20}(?:摄|文|图|供图|摄影|摄影报道|报道|文[/]图)?[)）]?$|^(?:稿件来源|文章来源|信息来源|来源)\s*[:：]?$|^[^。,]{0,20}(?:供图|[/\s]摄)$/u;
const HOT_WORDS =
  /^(?:相关)?(?:热词|热词搜索|关键词|关键字|标签|热搜|热门搜索|标签云|tags?|keywords?)\s*[:：]/;
const RELATED =
  /^[【[]?(?:相关(?:阅读|新闻|文章|链接|推荐|报道|内容|资讯|信息|专题|稿件)|延伸阅读|推荐(?:阅读|文章|新闻)|热门(?:文章|新闻|推荐|资讯|阅读|点击|排行)|热点(?:新闻|推荐|排行)|猜你喜欢|为(?:您|你)推荐|更多(?:新闻|精彩|内容|文章|>>)|最新(?:文章|新闻|资讯|发布|更新)|(?:点击|阅读|新闻)排行(?:榜)?|今日(?:头条|热点)|编辑推荐|精彩(?:推荐|图集)|友情链接|友情连接|related (?:articles?|posts?|stories|news|content)|you (?:may|might) (?:also )?like|most (?:read|popular)|trending(?: now)?|more (?:stories|from|news)|recommended(?: for you| reading)?|more on this story|latest news)[】\]]?\s*[:：>»]*\s*(?:more|更多)?$/;
const DATED_HEADLINE =
  /^.{6,}?\s*[[(（]?(?:(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/]\d{1,2})(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[\])）]?$/;

function isPlaceList(folded: string): boolean {
  const barred = folded.split(/\s*[|｜丨¦]\s*/).filter((piece) => piece !== "");
  if (barred.length >= 4 && barred.every((piece) => piece.length <= 12)) {
    const places = barred.filter((piece) => /[省市县区州旗盟]$/.test(piece)).length;
    if (places >= barred.length * 0.5) return true;
  }
  const pieces = folded.split(/[\s,、|·]+/).filter((piece) => piece !== "");
  if (pieces.length < 8 || SENTENCE.test(folded)) return false;
  const named = pieces.filter((piece) => {
    const [found] = findPlaces(piece);
    return found !== undefined && found.start === 0 && found.end === piece.length;
  });
  return named.length >= pieces.length * 0.7;
}

/** Why this line by itself is no part of a report; undefined when it may well be. */
function reasonOf(line: Line): DropReason | undefined {
  const { folded } = line;
  if (!/[\p{L}\p{N}]/u.test(folded)) return folded === "" ? undefined : "navigation";
  if (isSpam(folded)) return "spam";
  if (folded.includes("|") || (folded.length > 24 && / /.test(folded)))
    if (isPlaceList(folded)) return "place list";
  if (isNavigation(folded)) return "navigation";
  if (HOT_WORDS.test(folded)) return "link list";
  if (folded.length < 60 && SHARING.test(folded) && !END_MARK.test(folded)) return "sharing";
  if (folded.length <= 16 && ACCOUNT.test(folded) && !line.heading) return "sharing";
  if (folded.length < 90 && (CREDIT.test(folded) || BYLINE.test(folded))) return "credit";
  if (COPYRIGHT_LABEL.test(folded)) return "copyright";
  const notices = folded.match(COPYRIGHT)?.length ?? 0;
  if (
    notices >= 2 ||
    (notices === 1 &&
      folded.length < 160 &&
      !(folded.length > 40 && /(?:我|全)[省市县区]|开展|组织.*活动/.test(folded)))
  )
    return "copyright";
  if (/^[(（]?(?:完|end|全文完|本报讯|-\s*30\s*-)[)）]?$/.test(folded)) return "credit";
  return undefined;
}

const SUMMARY =
  /^[【[(（]?\s*(?:摘要|内容摘要|内容提要|导读|核心提示|提要|abstract|summary)\s*[】\])）]?\s*[:：]?\s*/;
const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

let letters: Uint8Array | undefined;

/** The first letters and digits of a line, those outside the basic plane left out. */
function openingOf(text: string): string {
  letters ??= Uint8Array.from({ length: 65_536 }, (_, unit) =>
    /[\p{L}\p{N}]/u.test(String.fromCharCode(unit)) ? 1 : 0,
  );
  let opening = "";
  for (let index = 0; index < text.length && opening.length < 12; index++) {
    if (letters[text.charCodeAt(index)] === 1) opening += text[index] ?? "";
  }
  return opening;
}

/** Lines that repeat another: a summary told again by the text, a paragraph printed twice. */
function repeated(lines: readonly Line[], gone: ReadonlyMap<number, DropReason>): Map<number, DropReason> {
  const found = new Map<number, DropReason>();
  // By their first letters, which tell most lines apart.
  const seen = new Map<string, string[]>();
  lines.forEach((line, index) => {
    if (gone.has(index) || line.folded.length < 20) return;
    const start = openingOf(line.folded);
    const alike = seen.get(start);
    if (alike === undefined) {
      seen.set(start, [line.folded]);
      return;
    }
    const key = bare(line.folded);
    if (alike.some((other) => bare(other) === key)) found.set(index, "repeated");
    else alike.push(line.folded);
  });
  lines.forEach((line, index) => {
    if (gone.has(index) || found.has(index) || index > 12 || !SUMMARY.test(line.folded)) return;
    const key = bare(line.folded.replace(SUMMARY, ""));
    const told = lines.some(
      (other, at) =>
        at > index && !gone.has(at) && key.length >= 12 && bare(other.folded).startsWith(key.slice(0, -2)),
    );
    if (told) found.set(index, "repeated");
  });
  return found;
}

/** Runs of headlines with dates, and whatever short lines follow a "相关阅读". */
function linkLists(lines: readonly Line[], gone: ReadonlyMap<number, DropReason>): Map<number, DropReason> {
  const found = new Map<number, DropReason>();
  let run: number[] = [];
  const endRun = (): void => {
    if (run.length >= 2) for (const index of run) found.set(index, "link list");
    run = [];
  };
  let related = false;
  lines.forEach((line, index) => {
    const { folded } = line;
    if (folded === "") return;
    if (RELATED.test(folded)) {
      related = true;
      found.set(index, "link list");
      endRun();
      return;
    }
    if (gone.has(index)) return;
    const body = folded.replace(BULLET, "");
    if (body.length < 100 && DATED_HEADLINE.test(body) && !/。/.test(body) && !line.heading) {
      run.push(index);
      if (related) found.set(index, "link list");
      return;
    }
    endRun();
    if (!related) return;
    if (folded.length < 60 && !END_MARK.test(folded) && !SENTENCE.test(folded)) found.set(index, "link list");
    else if (folded.length > 50 && END_MARK.test(folded)) related = false;
  });
  endRun();
  return found;
}

/** Short lines below a copyright notice at the end of a page belong to its foot. */
function footer(lines: readonly Line[], gone: ReadonlyMap<number, DropReason>): Map<number, DropReason> {
  const found = new Map<number, DropReason>();
  const first = lines.findIndex((_, index) => index >= lines.length / 2 && gone.get(index) === "copyright");
  if (first < 0) return found;
  lines.forEach(({ folded }, index) => {
    if (index <= first || gone.has(index) || folded === "") return;
    if (folded.length < 40 && !END_MARK.test(folded)) found.set(index, "navigation");
  });
  return found;
}

/** The lines that are no part of the report, by their place in `lines`, each with its reason. */
export function findDropped(lines: readonly Line[]): Map<number, DropReason> {
  const gone = new Map<number, DropReason>();
  lines.forEach((line, index) => {
    const reason = reasonOf(line);
    if (reason !== undefined) gone.set(index, reason);
  });
  for (const [index, reason] of linkLists(lines, gone)) gone.set(index, reason);
  for (const [index, reason] of repeated(lines, gone)) gone.set(index, reason);
  for (const [index, reason] of footer(lines, gone)) gone.set(index, reason);
  return gone;
}
