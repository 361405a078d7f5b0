const plural = new Intl.PluralRules("en");

/** "1 passage", "2 passages": the noun in the form that English has for `n`, after the number as it is written. */
export function counted(count: string | number, n: number, one: string, many: string) {
  return `${count} ${plural.select(n) === "one" ? one : many}`;
}
