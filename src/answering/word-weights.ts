// How much each word of a question says of what it asks. Pure data and one reading of it; question-terms.ts asks for every word.

// Words that almost every union report holds: they find nothing and prove nothing.
export const COMMON: ReadonlySet<string> = new Set(
  (
    "工会 总工会 工会组织 职工 工人 员工 会员 单位 工作 活动 项目 情况 服务 组织 全国 全省 全县 全市 县 市 省 州 区 年 数量 人数 金额 内容 方面 地方 报告 报道 " +
    "总数 总量 项目数 总金额 投资额 投入额 时间 不能 必须 应该 需要 总额 规模 期数 户数 次数 场次 件数 数目 人次 分别 年度 数据 查一下 查询 统计 汇总 问题 提供 开展 进行 举办 实施 推动 建设 建立 建成 建了 建 办 办了 做 做了 搞 有关 相关 各级 新一轮 一轮 这轮 这次 这回 累计 目前 现在 已经 去了 发 发了 送 送了 给 花 花费 用 投 出 出了 提 提了 参加 大家 工友 工友们 乡亲 弟兄 平时 平常 一般 一摊子 摊子 那些 这些 那天 当天 好事 实事 " +
    "东西 屋子 小屋 房间 房子 帮忙 大家伙 大伙 那个 这个 里头 里边 那阵 这阵 送些 那边 这边 附近 地儿 城市 担任 职务 职位 直接 那家 这家 这篇 那篇 还是 名字 姓名 叫 说 介绍 要求 天天 外地 外省 外省市 外县 外面 外头 听说 有人 没人 有些 类似 相似 同样 一样 吃口 喝口 同志 我县 我市 我省 本地 当地 本县 里面 利索 顺溜 块儿 全都 全部 期间 时候 结束 以后 之后 以来 五年 全国工会 union workers worker county province report people money"
  ).split(" "),
);

const UNION_BODY = /^[省市县区州镇乡]?总?工会$/u;

/** "修的是什么工程" names the kind of what was done, which its report may leave out; by itself it is a topic all the same. */
export const KINDS: ReadonlySet<string> = new Set("工程 举措 措施 做法 成效".split(" "));

/** Whose matter it is; no report tells of the asker's family. */
const KIN: ReadonlySet<string> = new Set(
  "孙女 孙子 外孙 外孙女 儿媳 儿媳妇 女婿 儿子 闺女 老伴 公公 婆婆 岳父 岳母 丈母娘 外婆 外公 奶奶 爷爷 姥姥 姥爷 老公 老婆 媳妇 妹妹 弟弟 哥哥 姐姐 表弟 表哥 侄子 侄女 亲戚 邻居 妈妈 爸爸 老妈 老爸".split(
    " ",
  ),
);

/** How much of what a question asks a word says, by itself, its kind (jieba's tag) and its length. */
export function weightOf(word: string, tag: string): number {
  if (COMMON.has(word) || KIN.has(word) || UNION_BODY.test(word)) return 0.2;
  if (KINDS.has(word)) return 0.2;
  if (/^[a-z0-9]+$/.test(word)) return word.length >= 3 ? 0.4 : 0.2;
  const kind = tag[0] ?? "";
  if (word.length === 1)
    return tag === "v" && !LIGHT_VERBS.has(word) ? 0.3 : tag === "n" && !LIGHT_NOUNS.has(word) ? 0.45 : 0.2;
  const base =
    kind === "n" || tag === "eng" || tag === "l" || tag === "j"
      ? 1
      : tag === "vn"
        ? 0.9
        : kind === "v"
          ? 0.7
          : kind === "a" || kind === "b"
            ? 0.5
            : 0.5;
  return base * (1 + 0.15 * (Math.min(word.length, 6) - 2));
}

const LIGHT_NOUNS = new Set(
  "人 事 天 月 家 时 个 号 点 名 款 钱 岁 方 面 里 中 上 下 期 站 厂 案".split(" "),
);
const LIGHT_VERBS = new Set(
  "有 是 要 能 会 想 做 去 来 给 用 到 说 得 过 让 叫 办 搞 请 问 找 看 弄 干 出 上 下 在".split(" "),
);
