// What some questions want to know of a person, an event or a product, which no clause tells that only speaks of it: where
// somebody works, what a teacher teaches. Pure; ask-words.ts finds it in a question, service.ts looks for it in clauses.

export type Aspect =
  | "workplace"
  | "school"
  | "subject"
  | "venue"
  | "software"
  | "theme"
  | "destination"
  | "former"
  | "contest";

const WORKS = "(?:上班|工作|任职|就职|供职|干活|当差|当(?:工人|职工|干部|厂长|经理))";
const HELD =
  "(?:[送捐发交签]的|捐赠的|揭的?牌|举办|举行|召开|开班|开幕|开课|上课|展出|演出|开的|办的|搞的|比的|比赛|排练)";

const ASPECTS: readonly (readonly [aspect: Aspect, asked: RegExp, told: RegExp])[] = [
  [
    "former",
    /(?:之前|以前|原来|原先|过去|早先|[来上][这之]?前)(?:都|又)?(?:是)?(?:在(?:哪|什么|啥)|(?:做|干)(?:什么|啥|过))/u,
    /曾|原任|原是|历任|先后任|出身|当过|做过|干过/u,
  ],
  [
    "school",
    /(?:在|是)?(?:哪|什么|啥)[^,。?]{0,5}(?:教书|任教|教课|毕业)/u,
    /学校|[中小大]学|学院|幼儿园|技校|职教|职业教育|党校|毕业/u,
  ],
  [
    "workplace",
    new RegExp(
      `在[^,。;?!在]{0,6}?(?:哪|什么|啥)(?:一?[个家所]|里|儿)?(?:单位|公司|企业|工?厂|地方|部门|医院|工地|岗位|集团)?${WORKS}(?!中|站|室)|(?:在|是)哪(?:一?[个家所])?\\p{Script=Han}{0,3}(?:单位|公司|企业|厂|部门|医院|集团)(?:里|干)?的(?:人|职工|员工|工人)?(?=[?？]|$)`,
      "u",
    ),
    /公司|集团|企业|厂|(?<![大全布格结当])局|[法医]院|学院|学校|[中小大]学|(?:研究|派出|事务|卫生|养护)所|[^驿]站|馆|店|工区|养护段|工务段|车间|班组|矿|银行|中心|协会|农场|合作社|快递|总工会[^,。]{0,6}(?:主席|书记|部长|主任)/u,
  ],
  [
    "subject",
    /教(?:的是?)?(?:哪|什么|啥)一?[门个科样]?(?:课|科目|学科|专业)|(?:哪|什么|啥)一?[门科](?:课|科目|学科|课程)|(?:老师|教师|教练|师傅)(?:是|都)?教(?:的是?)?(?:什么|啥|哪)/u,
    /语文|数学|英语|物理|化学|生物|历史|地理|音乐|体育|美术|舞蹈|[^上下]课|学科|教授|讲授|传授|培训|专业|工种|技术/u,
  ],
  [
    "software",
    /(?:app|软件|小程序|公众号|客户端|网站)(?:的?名字|名称)?(?:是|都|到底)?叫?(?:什么|啥)(?!时候|功能|用|内容)/u,
    /app|软件|小程序|公众号|客户端|网站|[“《「][^”》」]{1,12}[”》」](?:平台|系统)/u,
  ],
  [
    "theme",
    /主题(?:是|叫|为|定为)?(?:什么|啥)|(?:什么|啥|哪个)(?:为|作为?|当|是)?主题|\bwhat(?: was| is|'s)?(?: the)? theme\b/u,
    /[”」"》][^,。;]{0,3}主题|主题(?:是|为)|以[^,。;]{2,40}为主题/u,
  ],
  [
    "destination",
    /[去到](?:了|过|的是?)(?:哪[里儿些个]?|什么地方|啥地方)(?!家|单位|公司)/u,
    /(?:[去到往赴至在]|走进)(?![了位岗])[^,。;]{2,}/u,
  ],
  // Contests are no lectures, whatever both are held for.
  ["contest", /比了(?:些|点)?(?:什么|啥|哪)/u, /[大竞比球]赛|比武|比拼|大比/u],
  [
    "venue",
    new RegExp(
      `(?:在|到)(?:哪|什么|啥)(?:里|儿|地方|[个座家]\\p{Script=Han}{0,3}(?:地方|[馆场堂院园厅楼])|处)?${HELD}`,
      "u",
    ),
    /(?:在|于|到|赴|走进)[^,。;]{2,30}(?:举|召开|开班|开幕|开课|展出|开展|进行|实施|办|揭牌|启动|组织)|在京|地[址点]|[馆场堂厅楼园](?:内|里)?(?:举|召开|展出|进行)/u,
  ],
];

/** The aspect that a part of a folded question wants, if it wants one. */
export const aspectOf = (text: string): Aspect | undefined =>
  ASPECTS.find(([, asked]) => asked.test(text))?.[0];

/** Whether folded clauses tell such a thing at all. */
export const tellsAspect = (aspect: Aspect, text: string): boolean =>
  ASPECTS.some(([one, , told]) => one === aspect && told.test(text));
