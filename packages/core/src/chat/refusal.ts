const lookedForMax = 120;

/** What Docent says when the documents do not hold the answer, in the language of the question. */
export function refusal(question: string, nearest: number): string {
  const lookedFor = plain(question);
  if (isChinese(question)) {
    const shown = nearest
      ? `下面是最接近的 ${nearest} 段原文，供参考。`
      : "资料库里还没有相近的内容。请换一种说法，或请管理员添加相关文档。";
    return `资料里没有找到“${lookedFor}”的答案。${shown}`;
  }
  const shown = nearest
    ? `The ${nearest === 1 ? "nearest passage is" : `${nearest} nearest passages are`} shown for reference.`
    : "Nothing comes near it. Try other words, or ask an editor to add a document about it.";
  return `The documents do not answer “${lookedFor}”. ${shown}`;
}

export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** On one line, shortened, and without meaning in Markdown. */
export function plain(question: string): string {
  const characters = Array.from(question.replace(/\s+/g, " ").trim());
  const short =
    characters.length > lookedForMax ? `${characters.slice(0, lookedForMax).join("")}…` : characters.join("");
  return short.replace(/[\\`*_{}[\]()#+!<>|~$]/g, "\\$&");
}
