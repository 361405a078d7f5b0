import type { Embedder } from "@docent/core/models/embedder";
import { cosine } from "@docent/core/models/vector";

/** Short rules of a workplace, for questions in other words and another language. */
export const passages = {
  parental: "Mothers and fathers may stay at home for twelve weeks after the birth of a child, with full pay.",
  printer: "When a printer or another device is broken, write to the help desk; somebody repairs it within a day.",
  hotel: "On business trips the company refunds a hotel room of up to 120 euros a night. Keep the receipt.",
  badge: "Who has lost the badge that opens the door gets a new one at the reception, on showing an identity card.",
  home: "Everybody may work from home two days a week, when the team agrees.",
  lunch: "The canteen serves lunch from half past eleven; vegetarian dishes are marked in green.",
};

/** The same rules. */
export const chinesePassages: typeof passages = {
  parental: "孩子出生后，父母可以带全薪休假十二周。",
  printer: "打印机或其他设备坏了，请联系服务台，一天之内会有人来修理。",
  hotel: "出差期间，公司报销每晚不超过120欧元的酒店费用，请保留收据。",
  badge: "门禁卡丢失的，可凭身份证到前台领取新卡。",
  home: "经团队同意，每个人每周可以在家办公两天。",
  lunch: "食堂从十一点半开始供应午餐，素菜用绿色标出。",
};

/** The key of the passage that is nearest to a question. */
export async function nearest(embedder: Embedder, question: string, among = passages): Promise<string | undefined> {
  const [asked = new Float32Array()] = await embedder.embed([question], "query");
  const vectors = await embedder.embed(Object.values(among), "passage");
  const likeness = vectors.map((vector) => cosine(asked, vector));
  return Object.keys(among)[likeness.indexOf(Math.max(...likeness))];
}
