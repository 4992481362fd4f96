// Short forms of Chinese place names that are also ordinary words or fall out of two neighbouring words ("合作", "周至",
// "全州"): these count as places only in full ("合作市").

export const ORDINARY_NAMES: ReadonlySet<string> = new Set(
  (
    "平顺 方正 木兰 友谊 安达 海伦 博爱 惠民 凤凰 阳春 乐至 白玉 金沙 武功 白银 康乐 同仁 温泉 无极 大城 三河 黑山 盘山 朝阳 榆树 东海 滨海 江山 临海 太湖 东至 " +
    "东山 兴国 平原 商城 龙山 龙门 江口 安宁 祥云 大关 甘泉 乌兰 福海 南城 南部 中方 无为 台前 东方 周至 长子 交城 交口 文水 新民 灯塔 磐石 梨树 响水 海盐 天台 " +
    "天长 清流 光泽 政和 莲花 铜鼓 樟树 平度 民权 公安 洞口 石门 会同 紫金 全州 资源 兴业 乐业 来宾 资中 石棉 大方 富民 曲水 定日 太白 清水 民乐 高台 合水 同心 " +
    "新源 应城 建始 定结 比如 延长 成安 安新 兴和 云和 来安 将乐 大余 全南 于都 新干 上高 四会 大新 天等 城口 乡城 得荣 会东 西和 和政 达日 新和 大名 三门 万年 " +
    "三台 新兴 尼玛 阿里 平定 富裕 平和 平利 和顺 永和 大安 和平 大英 九龙 弥勒 共和 新星 加查 合作 互助 民和 大厂 通道 三江 大化 连山 河南 东乡 玉龙 河口 江城 " +
    "围场 青龙 长白 紫云 沿河 三都 石柱 秀山 白沙 景东 三原 开平 永安 平安 长安 建华 宁静 南江 东港 定安 石城 平山 清河 永城 高平 太和 吉水 建水 正安 新田 大田 " +
    "永丰 永福 长海 五原 黄龙 白水 白河 天全 水富 小金 黑水 红原 中江 上林 金湖 新龙 上栗 库车 安平 两当 治多 称多 杂多 多伦 同德 武定 青阳 太平 丰都 五台 北流 " +
    "文成 广安区 平南 隆安 保康 新野 大通 镇安 修文 西乡 南澳 喜德 长兴 长丰 永兴 永新 中阳 海安 海原 山阳 永平 德安 平江 兴平 正阳 通山 通城 新乐 平乡 昌乐 社旗"
  ).split(" "),
);

/** Full names that many cities share or that are also plain words: they count only right after the name of what holds them. */
export const NEEDS_PARENT: ReadonlySet<string> = new Set(
  (
    "城区 郊区 矿区 新区 新市区 市中区 城中区 城东区 城西区 城北区 城南区 东区 西区 南区 北区 新城区 老城区 开发区 和县 忠县 成县 文县 康县 礼县 宁县 环县 " +
    "理县 茂县 景县 随县 道县 眉县 华县 梁县 代县 应县 开县 江东区 江北区 江南区 高新区 合作市"
  ).split(" "),
);

/** Neighbours that turn a short name into another word: characters that may not stand before or after it. */
export const NEIGHBOURS: Readonly<Record<string, { before?: string; after?: string }>> = {
  中山: { before: "孙", after: "路大装陵公先服" },
  安康: { before: "平福健", after: "杯" },
  大同: { before: "下界同", after: "小社思" },
  长治: { after: "久" },
  大理: { after: "石论由想", before: "重强" },
  日照: { before: "天", after: "时充强率量" },
  山南: { before: "中华东西江", after: "麓坡北" },
  吉安: { after: "娜" },
  海口: { before: "出入沿" },
  开封: { before: "未已", after: "前后" },
  安顺: { before: "平" },
  吉林: { after: "大学" },
  兵团: { before: "军集" },
  金门: { after: "槛" },
  攀枝花: { after: "树" },
};

/** What may not follow a full name with this last character: "市场" is no 市, "区域" no 区. */
export const NOT_AFTER: Readonly<Record<string, string>> = {
  市: "场值面容价售",
  区: "域划分间别位块块",
  县: "级",
  州: "",
};
