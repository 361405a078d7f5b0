/** Questions that were asked, looked through by editors. */
export const tracesZh = {
  title: "问答记录",
  lead: "同事问过的问题，以及是怎样回答的。筛选出有问题的回答，点开就能看到它的来龙去脉。",
  download: "导出 JSON Lines",
  counts: "按回答方式筛选",
  all: "全部",
  thumbs: { up: "有帮助", down: "没有帮助" },
  anyError: "所有出错的",
  filters: {
    text: "问题中的文字",
    intent: "意图",
    thumb: "评价",
    model: "模型",
    template: "模板",
    error: "错误",
    person: "提问的人",
    days: "日期",
    score: "分数",
    clear: "清除筛选",
  },
  none: "还没有人提问",
  noneText: "有人提问后，每个问题和它的回答过程都会出现在这里。",
  noneFound: "没有符合条件的问题",
  total: (count: string) => `共 ${count} 个问题`,
  by: (name: string, when: string) => (name ? `${name}，${when}` : when),
  facts: {
    intent: (name: string) => `意图：${name}`,
    score: (score: string) => `分数 ${score}`,
    template: (name: string) => `模板：${name}`,
  },
};

export type TracesTexts = typeof tracesZh;
