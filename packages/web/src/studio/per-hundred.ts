/** A share as so many of a hundred: people read "4 of 100" where they stumble over ".04". */
export function perHundred(share: number): string {
  const of100 = 100 * share;
  return of100 > 0 && of100 < 1 ? "< 1" : String(Math.round(of100));
}
