const english =
  "a about after again all also am an and any are aren as at be because been before being between both but by can " +
  "could couldn did didn do does doesn doing don down during each few for from further had hadn has hasn have haven " +
  "having he her here hers him his how i if in into is isn it its itself just me more most my no nor not of off on once " +
  "only or other our ours out over own please same she should shouldn so some such than that the their theirs them then " +
  "there these they this those through to too under until up us very was wasn we were weren what when where which while who " +
  "whom whose why will with won would wouldn you your yours";

const chineseCharacters =
  "的了着过吗呢吧啊呀嘛么是在和与及或而但并也都就才又还被把给让从到对向于以为因所之其这那哪谁几何个些有没不很太" +
  "我你您他她它们请问能可会要想该应如若则即什怎";

const chineseWords = "怎样 哪里 哪儿 哪种 多少 需要 一个 一些 自己 或者 还是 但是 关于 由于 称为 叫做 样的";

export const englishStopWords: readonly string[] = english.split(" ");

/** Function words of one character; a pair of two of them is no content either. */
export const chineseStopCharacters: ReadonlySet<string> = new Set(chineseCharacters);

export const chineseStopPairs: ReadonlySet<string> = new Set(chineseWords.split(" "));
