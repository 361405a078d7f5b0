export const companyZh = {
  sections: { desk: "外观与欢迎", sayings: "回复用语", retention: "保留期限" },
  byDefault: "目前是默认值",
  changed: (by: string | null, at: string) => (by ? `${by} 修改于 ${at}` : `修改于 ${at}`),
  standard: (value: string) => `默认：${value}`,
  nothing: "不显示",
  toDefault: "恢复默认",
  toDefaultOf: (setting: string) => `恢复默认：${setting}`,
  saveOf: (setting: string) => `保存：${setting}`,
  saved: (setting: string) => `“${setting}”已保存`,
  wentBack: (setting: string) => `“${setting}”已恢复默认`,
  /** What each setting is called, and what it is for. */
  names: {
    name: { title: "名称", help: "显示在页面左上角、登录页和浏览器标签上。" },
    colour: {
      title: "颜色",
      help: "按钮和链接的颜色。深色界面会用它的浅色版本。",
    },
    logo: {
      title: "标志",
      help: "显示在名称前面和浏览器标签上，代替 Docent 的标志。PNG、JPEG 或 WebP，不超过 500 kB，高 256 像素就够了。背景透明的图，请选深浅底色上都看得清的。",
    },
    welcome: { title: "欢迎语", help: "新对话的开头、提问之前看到的话。" },
    disclaimer: {
      title: "使用声明",
      help: "始终显示在输入框下面的一句话，例如“重要的事请再核对原文”。留空就不显示。",
    },
    quickLinks: {
      title: "快捷链接",
      help: "显示在新对话里和右上角的菜单里，例如报修表单、制度网站。按这里的顺序排列，在新标签页打开。",
    },
    refusal: { title: "资料里没有答案", help: "没有找到答案时说的话。" },
    comfort: { title: "安抚", help: "提问的人不满意或着急时说的话。" },
    handover: { title: "转给同事", help: "需要由人来处理时说的话，可以写上联系方式。" },
    conversationDays: {
      title: "对话",
      help: "从最后一次提问算起。对话连同其中的问题、答案、图片、追踪和反馈一起删除；已经存入资料库的问答会留下。",
    },
    feedbackDays: { title: "反馈", help: "从给出反馈算起。已经存入资料库的反馈会留下，因为它说明那条答案从哪里来。" },
    usageDays: { title: "用量", help: "每次调用模型的记录：谁、什么时候、多少词元和费用。预算至少要看两个月。" },
    auditDays: { title: "操作记录", help: "谁在什么时候做了什么。" },
    pictureDays: {
      title: "图片",
      help: "随问题发来的和画出来的图片。对话会留下，只是看不到图片了。",
    },
  },
  name: { label: "名称", tooLong: (most: string) => `最多 ${most} 个字符。` },
  colour: {
    label: "颜色",
    pick: "选一个颜色",
    unreadable: "请输入 # 和六位数字或字母 a 到 f，例如 #2457d6。",
    contrast: (reached: string) => `白字在上面的对比度是 ${reached}。`,
    pale: (reached: string) => `白字在上面看不清：对比度只有 ${reached}，至少要 4.5。请选深一些的颜色。`,
    take: (colour: string) => `改用 ${colour}`,
    previews: { light: "浅色", dark: "深色" },
    sample: { button: "提问", link: "查看原文" },
  },
  logo: {
    choose: "选择图片",
    replace: "换一张图片",
    now: "现在的标志",
    saved: "标志已更换",
    removed: "已恢复 Docent 的标志",
  },
  texts: {
    title: "回复用语",
    lead: "Docent 在这些时候说什么。留空的语言用灰色的默认说法。可以用 Markdown。",
    textIn: (occasion: string, language: string) => `${occasion}（${language}）`,
    mayHold: "可以使用",
    placeholders: { question: "提问的内容", nearest: "说明下面有最接近的原文" } as Record<string, string>,
    preview: "预览",
    /** What a preview is made with, in the language of the text and not of the page. */
    samples: {
      zh: { question: "食堂几点开门？", nearest: "下面是最接近的 3 段原文，供参考。" },
      en: {
        question: "When does the canteen open?",
        nearest: "The 3 nearest passages are shown for reference.",
      },
    },
    tooLong: (most: string) => `最多 ${most} 个字符。`,
    unknown: (placeholder: string) => `${placeholder}：这里不能用这个占位符。请去掉它，只用列出的那些。`,
  },
  links: {
    none: "还没有链接。",
    add: "添加链接",
    label: (language: string) => `文字（${language}）`,
    url: "网址",
    ofLine: (field: string, line: string) => `链接 ${line}：${field}`,
    up: (line: string) => `链接 ${line} 上移`,
    down: (line: string) => `链接 ${line} 下移`,
    remove: (line: string) => `删除链接 ${line}`,
    labelNeeded: "请至少写一种语言的文字。",
    labelLong: (most: string) => `最多 ${most} 个字符。`,
    addressWrong: "网址要以 https:// 开头，而且不能带密码。请从浏览器的地址栏复制。",
    full: (most: string) => `最多 ${most} 个链接。`,
    count: (count: number) => `${count} 个链接`,
    shown: "快捷链接",
    newTab: "（在新标签页打开）",
  },
  desk: { title: "外观", lead: "这家公司的人看到的 Docent 是什么样子。" },
  welcome: { title: "欢迎与链接", lead: "提问之前和提问时看到的话。" },
  limits: {
    title: "用量上限",
    lead: "每天或每月可以用多少词元和费用，在“用量”页面的预算里设置。",
    budgets: (count: number) => (count === 0 ? "还没有预算：模型可以不受限制地使用。" : `已设置 ${count} 个预算。`),
    link: "查看和设置预算",
  },
  retention: {
    title: "保留期限",
    lead: "东西要保留多久。到期的每天自动删除一次，删除后找不回来；删了多少会写进操作记录。",
    forEver: "一直保留",
    forDays: "保留一段时间",
    days: "天数",
    unit: "天",
    range: (least: string, most: string) => `请输入 ${least} 到 ${most} 之间的天数。`,
    kept: (days: string) => `${days} 天`,
    due: {
      conversationDays: (n: number, count: string) =>
        n === 0 ? "现在没有对话会被删除。" : `现在有 ${count} 个对话会被删除。`,
      feedbackDays: (n: number, count: string) =>
        n === 0 ? "现在没有反馈会被删除。" : `现在有 ${count} 条反馈会被删除。`,
      usageDays: (n: number, count: string) =>
        n === 0 ? "现在没有用量记录会被删除。" : `现在有 ${count} 条用量记录会被删除。`,
      auditDays: (n: number, count: string) =>
        n === 0 ? "现在没有操作记录会被删除。" : `现在有 ${count} 条操作记录会被删除。`,
      pictureDays: (n: number, count: string) =>
        n === 0 ? "现在没有图片会被删除。" : `现在有 ${count} 张图片会被删除。`,
    },
    counting: "正在数会删除多少……",
    sureTitle: "一天之内就会删除，确定吗？",
    sureText: (due: string) => `${due}24 小时之内开始删除，删除后找不回来。`,
    sure: "保存并删除",
    cancel: "不保存",
    settingOf: (title: string) => `保留期限：${title}`,
    elsewhere: "操作记录保留多久，在“保留期限”里设置。",
  },
};

export type CompanyTexts = typeof companyZh;

export const companyProblemsZh = {
  "setting.text_long": "一段话最多 1,000 个字符，请缩短。",
  "setting.placeholder": "这里不能用这个占位符。请去掉它，只用列出的那些。",
  "setting.name": "名称最多 30 个字符，写在一行里。",
  "setting.colour_unreadable": "请输入 # 和六位数字或字母 a 到 f，例如 #2457d6。",
  "setting.colour_pale": "白字在这个颜色上看不清。请选深一些的颜色。",
  "setting.link_many": "最多 12 个链接，请去掉一些。",
  "setting.link_label": "每个链接至少要有一种语言的文字，最多 40 个字符。",
  "setting.link_address": "网址要以 https:// 开头，而且不能带密码。请从浏览器的地址栏复制。",
  "setting.days": "这个天数不在允许的范围里。请改一下，或选择一直保留。",
  "setting.logo_drawing": "只能用 PNG、JPEG 或 WebP 图片，不能用 SVG。请把标志另存为 PNG，高 256 像素。",
  "setting.logo_large": "标志不能超过 500 kB，每边不能超过 2,000 像素。请另存一张小一些的，256 像素就够了。",
  "logo.not_found": "这个标志已经换掉了。请刷新页面。",
};
