/** JSON in which a text `$name` stands for a value. `$$` at the beginning is a dollar sign. */
export type Template = string | number | boolean | null | Template[] | { [key: string]: Template };

/** The names that a template has places for. */
export function placesIn(template: Template): string[] {
  if (typeof template === "string") return isPlace(template) ? [template.slice(1)] : [];
  if (typeof template !== "object" || template === null) return [];
  return Object.values(template).flatMap(placesIn);
}

/** The template with its places filled. A place without a value is left out, with the key that it belongs to. */
export function fill(template: Template, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof template === "string") {
    if (isPlace(template)) return values[template.slice(1)];
    return template.startsWith("$$") ? template.slice(1) : template;
  }
  if (typeof template !== "object" || template === null) return template;
  if (Array.isArray(template)) return template.map((item) => fill(item, values)).filter((item) => item !== undefined);
  const filled = Object.entries(template).map(([key, item]) => [key, fill(item, values)] as const);
  return Object.fromEntries(filled.filter(([, item]) => item !== undefined));
}

function isPlace(text: string): boolean {
  return text.startsWith("$") && !text.startsWith("$$");
}
