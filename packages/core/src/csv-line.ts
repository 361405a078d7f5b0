/** Programs for tables take a file for UTF-8 only when it begins so. */
export const byteOrderMark = "\ufeff";

/** One line of CSV, none of whose cells is taken for a formula. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null || typeof value === "number") return String(value ?? "");
  // what begins so is taken for a formula by programs for tables, and run
  const harmless = /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
