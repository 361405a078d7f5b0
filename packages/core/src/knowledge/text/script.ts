/** The two families of writing that words do not cross: what a question in one shares with a text in the other says little. */
export type Script = "han" | "other";

/** Han when at least one letter in five is: a Chinese text keeps its English product names. */
export function scriptOf(text: string): Script {
  let han = 0;
  let letters = 0;
  for (const [letter] of text.slice(0, 4_000).matchAll(/\p{L}/gu)) {
    letters++;
    if (/\p{Script=Han}/u.test(letter)) han++;
  }
  return han > 0 && han * 5 >= letters ? "han" : "other";
}
