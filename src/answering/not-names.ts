/**
 * Words of questions and reports that jieba's dictionary has for persons or places. A question that says one names nobody
 * and nowhere by it, and a clause that says one names no person.
 */
export const NOT_NAMES: ReadonlySet<string> = new Set(
  (
    "老公 上岗 阿姨 孙子 孙女 老爹 孤儿 宝宝 师傅 老师傅 顾问 法律顾问 小时工 明星 红马甲 " +
    "法律援助 法律咨询 安全检查 宣传教育 大力支持 统一安排 关怀 晋升 荣誉 荣获 智慧 惠及 惠民 特惠 福利 周转 克扣 白干 深度 " +
    "托幼 幼儿园 夏令营 联谊会 农家乐 加油站 银行卡 爱心卡 金点子 小发明 比武 练兵 太极 马拉松 " +
    "金秋 重阳 台风 洪水 中风 子宫 瓦斯 石英 采石 山洞 高原 温泉 太阳 东西 西瓜 红茶 木耳 牛羊肉 " +
    "周密 温暖 喝口水 歇歇脚 " +
    "上门 上楼 上山 入门 张嘴 上有老 新建 二十大"
  ).split(" "),
);
