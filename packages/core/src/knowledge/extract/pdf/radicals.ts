/**
 * Parts of Chinese characters that fonts of PDFs name where the character itself is meant: "⻓" for "长". Those that
 * Unicode itself equates need no table.
 */
const alone =
  "⺄乙⺅亻⺈刀⺉刂⺊卜⺌小⺎兀⺒巳⺓幺⺕彐⺖忄⺘扌⺙攵⺜日⺝月⺞歺⺟母⺠民⺡氵⺣灬⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺰纟⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";
const characterOf = new Map(Array.from(alone.matchAll(/(.)(.)/gu), ([, part = "", whole = ""]) => [part, whole]));

/** Puts the characters that are meant in the place of their parts, so that they are found. */
export function withoutRadicals(text: string): string {
  if (!/[\u2e80-\u2fdf]/.test(text)) return text;
  return text.replace(/[\u2e80-\u2fdf]/g, (part) => characterOf.get(part) ?? part.normalize("NFKC"));
}
