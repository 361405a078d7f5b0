/** Whether a request may come from the page that sent it: same host, or no page at all (programs send no Origin). */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  if (!host || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
