import type { Said } from "../knowledge/description/filter.ts";
import type { Sayings } from "../settings/sayings.ts";
import { fill, type Language } from "../settings/text.ts";

const lookedForMax = 120;

/** What Docent says when the documents do not hold the answer: in the company's words, in the language of the question. */
export function refusal({ refusal }: Pick<Sayings, "refusal">, question: string, nearest: number): string {
  const language = languageOf(question);
  return fill(refusal[language], { question: plain(question), nearest: nearestSentence(language, nearest) });
}

/** Added to a refusal when only a part of the documents was looked at; nothing when all were. */
export function narrowedTo(question: string, conditions: readonly Said[], unmatched: readonly Said[] = []): string {
  const language = languageOf(question);
  if (conditions.length === 0) return "";
  if (unmatched.length > 0) {
    const said = saidOf(language, unmatched);
    return language === "zh"
      ? `您能阅读的资料里没有“${said}”。请改一下筛选条件。`
      : `Nothing that you may read is under ${said}. Change the filter.`;
  }
  const said = saidOf(language, conditions);
  return language === "zh"
    ? `这次只查找了“${said}”的内容，去掉筛选可以查找全部。`
    : `I looked only at what is under ${said}. Without the filter I look at everything.`;
}

function saidOf(language: Language, conditions: readonly Said[]): string {
  const parts = conditions.map(({ name, values }) =>
    language === "zh"
      ? `${plain(name ?? "分类")}：${plain(values.join("、"))}`
      : `${plain(name ?? "Category")}: ${plain(values.join(" or "))}`,
  );
  return parts.join(language === "zh" ? "；" : "; ");
}

/** What Docent says when passages come near and none is sure: they are shown below, no model has read them. */
export function candidates(question: string, count: number): string {
  if (languageOf(question) === "zh") return `我不太确定。这里有 ${count} 段可能相关的内容，供参考。`;
  return `I am not sure. ${count === 1 ? "This passage may be about it." : `These ${count} passages may be about it.`}`;
}

/** Chinese as soon as one character is. */
export function languageOf(text: string): Language {
  return isChinese(text) ? "zh" : "en";
}

export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function nearestSentence(language: Language, nearest: number): string {
  if (language === "zh") {
    return nearest
      ? `下面是最接近的 ${nearest} 段原文，供参考。`
      : "资料库里还没有相近的内容。请换一种说法，或请管理员添加相关文档。";
  }
  return nearest
    ? `The ${nearest === 1 ? "nearest passage is" : `${nearest} nearest passages are`} shown for reference.`
    : "Nothing comes near it. Try other words, or ask an editor to add a document about it.";
}
/** On one line, shortened, and without meaning in Markdown. */
export function plain(question: string): string {
  const characters = Array.from(question.replace(/\s+/g, " ").trim());
  const short =
    characters.length > lookedForMax ? `${characters.slice(0, lookedForMax).join("")}…` : characters.join("");
  return short.replace(/[\\`*_{}[\]()#+!<>|~$]/g, "\\$&");
}
