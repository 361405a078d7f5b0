export const libraryName = "Docent 使用手册 · Handbook";

/** The documents of the demo library: the file beside this one, and the name it is added under. */
export const handbook = [
  { file: "zh/asking.md", name: "中文/提问与引用.md" },
  { file: "zh/documents.md", name: "中文/添加和管理文档.md" },
  { file: "zh/people-and-models.html", name: "中文/成员、登录与模型.html" },
  { file: "zh/command-line.md", name: "中文/命令行.md" },
  { file: "zh/data.md", name: "中文/数据、备份与隐私.md" },
  { file: "zh/faq.faq", name: "中文/常见问题.faq" },
  { file: "en/asking.md", name: "English/Asking and citations.md" },
  { file: "en/documents.md", name: "English/Adding and managing documents.md" },
  { file: "en/people-and-models.html", name: "English/People, sign-in and models.html" },
  { file: "en/command-line.md", name: "English/Command line.md" },
  { file: "en/data.md", name: "English/Data, backup and privacy.md" },
  { file: "en/faq.csv", name: "English/Common questions.csv" },
] as const;

export interface Suggestion {
  text: string;
  language: "zh" | "en";
  /** The document that answers it; null for the one that the handbook does not answer and Docent must refuse. */
  answeredBy: (typeof handbook)[number]["name"] | null;
}

/** Questions to try on the demo library. */
export const suggestions: readonly Suggestion[] = [
  { text: "怎样用新版本替换一份文档？", language: "zh", answeredBy: "中文/添加和管理文档.md" },
  { text: "Which file formats can I add?", language: "en", answeredBy: "English/Adding and managing documents.md" },
  { text: "怎样备份数据？", language: "zh", answeredBy: "中文/数据、备份与隐私.md" },
  {
    text: "How do I connect a local model with Ollama?",
    language: "en",
    answeredBy: "English/People, sign-in and models.html",
  },
  { text: "食堂几点开门？", language: "zh", answeredBy: null },
  {
    text: "Why does Docent sometimes say that it does not know?",
    language: "en",
    answeredBy: "English/Asking and citations.md",
  },
];
