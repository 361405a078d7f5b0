/** Size of a text in units that carry about the same meaning: one for a Latin character, two for a Chinese one. */
export function cost(text: string): number {
  let sum = text.length;
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code >= 0x2e80 && ((code < 0xd800 && code !== 0x3000) || (code >= 0xf900 && code < 0xfb00) || code >= 0xff00))
      sum++;
  }
  return sum;
}
