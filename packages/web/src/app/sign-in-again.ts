let leaving = false;

/**
 * Leads to the sign-in and back to `next` afterwards. A fresh page, so that nothing of the person before stays in memory,
 * and no query of this one asks again.
 */
export function signInAgain(next = location.pathname + location.search): void {
  if (leaving) return;
  leaving = true;
  location.assign(next === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`);
}
