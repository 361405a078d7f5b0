/** Throws unless `key` is one that Docent made up: ids with slashes between them. */
export function requireFileKey(key: string): void {
  if (!/^[a-z0-9_]+(\/[a-z0-9_]+)*$/.test(key)) throw new Error("a file key holds only ids and slashes");
}
