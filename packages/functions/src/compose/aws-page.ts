/** Where a page of the console sends files itself: addresses with spaces between them. */
export function storesOfPage(environment = process.env): string[] {
  return environment["DOCENT_STORES"]?.split(" ") ?? [];
}
