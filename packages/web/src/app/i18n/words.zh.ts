export const wordsZh = {
  title: "词语",
  lead: "提问的说法和资料里的说法不一样时，在这里告诉 Docent。改动对下一个问题就生效。",
  comma: "、",
  cancel: "取消",
  import: "导入 CSV",
  export: "导出 CSV",
  nothingNew: "没有新的词，什么都没有改变。",
  nothingFound: (text: string) => `没有包含“${text}”的词。`,
  edit: (words: string) => `修改 ${words}`,
  remove: (words: string) => `删除 ${words}`,
  try: {
    title: "试一试",
    question: "要试的问题",
    placeholder: "输入一个问题，看看会怎样检索",
    none: "没有用到下面的词语，只按问题本身检索。",
    known: (phrase: string) => `“${phrase}”也叫`,
    dropped: "不检索",
    own: "问题本身",
    variant: (n: string) => `换词 ${n}`,
    terms: "检索词",
  },
  synonyms: {
    title: "同义词",
    lead: "一组里的词意思相同：问到其中一个，也会用其他词检索。靠前的词先用；一个问题最多换词检索四次。",
    add: "添加一组",
    words: "意思相同的词",
    wordsHelp: "每行一个词或短语，2 到 20 个。大小写、单复数和繁简没有区别。Ctrl + Enter 保存。",
    filter: "筛选同义词",
    empty: "还没有同义词",
    emptyText: "例如“年假、带薪休假、PTO”，或者产品的简称和全称。",
    added: (words: string) => `已添加“${words}”`,
    changed: (words: string) => `已修改“${words}”`,
    removed: (words: string) => `已删除“${words}”`,
    imported: (added: string, unchanged: string) => `已导入 ${added} 组；${unchanged} 组原来就有`,
  },
  stops: {
    title: "停用词",
    lead: "不参与检索的词，例如公司自己的名称。“的”“吗”“请问”这样的词本来就不检索，不用添加。",
    add: "添加",
    placeholder: "一个或几个词，用逗号分开",
    filter: "筛选停用词",
    empty: "还没有停用词",
    emptyText: "几乎每份文档都有的词，例如公司名称，可以加在这里。",
    added: (words: string, count: string, many: number) =>
      many > 3 ? `已添加“${words}”等 ${count} 个词` : `已添加“${words}”`,
    changed: (word: string, to: string) => `“${word}”已改为“${to}”`,
    removed: (word: string) => `已删除“${word}”`,
  },
  problems: {
    few: "一组至少要有两个不同的词。大小写、单复数和繁简没有区别。",
    many: "一组最多 20 个词，请去掉没人用的。",
    broken: "读不懂，可能有一个引号没有闭合。",
    long: (word: string) => `一个词最多 80 个字符，请缩短“${word}”。`,
    unreadable: (word: string) => `“${word}”里没有文字或数字，没法检索，请去掉。`,
    taken: (word: string, group: string) => `“${word}”已经在“${group}”这一组里。请改那一组，或去掉这个词。`,
  },
};

export type WordsTexts = typeof wordsZh;

export const sayingsZh = {
  title: "回复用语",
  lead: "Docent 在这些时候说什么。留空就用灰色的默认说法。",
  occasions: {
    refusal: { title: "资料里没有答案", help: "没有找到答案时说的话。" },
    comfort: { title: "安抚", help: "提问的人不满意或着急时说的话。" },
    handover: { title: "转给同事", help: "需要由人来处理时说的话，可以写上联系方式。" },
  },
  textIn: (occasion: string, language: string) => `${occasion}（${language}）`,
  mayHold: "可以使用",
  placeholders: {
    question: "提问的内容",
    nearest: "说明下面有最接近的原文",
  },
  preview: "预览",
  /** What a preview is made with, in the language of the text and not of the page. */
  samples: {
    zh: { question: "食堂几点开门？", nearest: "下面是最接近的 3 段原文，供参考。" },
    en: {
      question: "When does the canteen open?",
      nearest: "The 3 nearest passages are shown for reference.",
    },
  },
  saved: "已保存，下一个回答就会使用",
  tooLong: (most: string) => `最多 ${most} 个字符。`,
};

export type SayingsTexts = typeof sayingsZh;
