export const templatesZh = {
  title: "提示词模板",
  lead: "用贵公司自己的话向模型提问：机器人的名字、身份、语气和格式。引用编号、资料不足时如实说明等规则始终有效。",
  create: "新建模板",
  built: "Docent 自带的提示词",
  builtText: "对话没有选择模板，也没有设置默认模板时使用。",
  isDefault: "默认",
  version: (number: string) => `第 ${number} 版`,
  changed: (by: string | null, when: string) => (by ? `${by} 修改于${when}` : `修改于${when}`),
  makeDefault: "设为默认",
  makeDefaultOf: (name: string) => `设为默认：${name}`,
  madeDefault: (name: string) => `从下一个问题起，没有选择模板的对话使用“${name}”。`,
  remove: "删除",
  removeOf: (name: string) => `删除模板“${name}”`,
  removed: (name: string) => `模板“${name}”已删除。选了它的对话改用默认模板。`,
  emptyTitle: "还没有模板",
  emptyText: "现在使用 Docent 自带的提示词回答。新建一个模板，就可以给机器人起名字、定语气。",
  page: {
    back: "全部模板",
    gone: "这个模板已经不在了",
    newTitle: "新建模板",
    history: "历史版本",
    discard: "有修改还没有保存，确定离开吗？",
  },
  choice: { label: "提示词模板", usual: (name: string) => `模板：${name}` },
  form: {
    name: "名称",
    comment: "备注（可选）",
    bot: "机器人的名字",
    botHelp: "填入 {role_bot} 的位置。",
    persona: "身份",
    personaHelp: "填入 {system_role_prompt} 的位置；模板里没有这个位置时，放在最前面。",
    text: "模板",
    textHelp: "输入 { 可以选择占位符，其他花括号会原样保留。",
    parameters: (count: number) => (count ? `参数（已设置 ${count} 项）` : "参数"),
    parametersHelp: "提问的人自己设置了的参数优先。",
    save: "保存",
    create: "创建",
    saved: (number: string) => `已保存为第 ${number} 版，从下一个问题起使用。`,
    created: "模板已创建。设为默认，或在对话里选择它，就会用于回答。",
    nameMissing: "请填写名称。",
    textMissing: "请填写模板的内容。",
    reload: "载入新的版本",
    missing: {
      context: "模板里没有 {context}：找到的资料会放在模板之后。",
      question: "模板里没有 {question}：问题会放在最后。",
    },
    unknown: (words: string) => `不认识的占位符会原样交给模型：${words}`,
  },
  placeholders: {
    context: "找到的资料",
    question: "用户的问题",
    chat_history: "前面几轮对话",
    role_bot: "机器人的名字",
    system_role_prompt: "机器人的身份",
  },
  preview: {
    title: "预览",
    question: "用一个问题预览",
    hint: "输入一个真实的问题，这里会显示模型将收到的内容。",
    system: "规则（始终有效）",
    message: "发给模型的消息",
    refused: "资料与这个问题不够接近，模型不会被询问。下面是它本来会收到的内容。",
    answer: "试答",
    answerOwn: "用自带的提示词试答",
    stop: "停止",
    writing: "正在回答…",
    answeredBy: (model: string) => `由 ${model} 回答，未保存`,
    quoted: "还没有接入模型，所以直接引用了资料。接入模型后模板才会起作用。",
    own: "自带的提示词",
    this: "这个模板",
  },
  history: {
    title: "历史版本",
    now: "当前",
    created: (by: string, when: string) => `${by}，${when}`,
    restore: "恢复到这一版",
    restoreOf: (number: string) => `恢复到第 ${number} 版`,
    restored: (number: string) => `已恢复第 ${number} 版的内容。`,
    against: "标记显示与前一版的差别。",
  },
  start: `{system_role_prompt}
你叫{role_bot}。请只根据下面的资料回答问题，不要编造；资料里没有答案时，请如实说明。

资料：
{context}

对话记录：
{chat_history}

问题：{question}`,
};
export type TemplatesTexts = typeof templatesZh;

export const templateProblemsZh = {
  "template.not_found": "这个模板已经不在了，请刷新列表。",
  "template.name_taken": "已经有同名的模板，请换一个名称。",
  "template.too_many": "模板已经有 200 个，请先删除不用的。",
  "template.changed": "这期间有人保存了这个模板。请载入新的版本，再把你的修改放进去。",
};
