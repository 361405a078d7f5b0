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

/** The key of the passage that is nearest to a question. */
export async function nearest(embedder: Embedder, question: string): Promise<string | undefined> {
  const [asked = new Float32Array()] = await embedder.embed([question], "query");
  const vectors = await embedder.embed(Object.values(passages), "passage");
  const likeness = vectors.map((vector) => cosine(asked, vector));
  return Object.keys(passages)[likeness.indexOf(Math.max(...likeness))];
}
