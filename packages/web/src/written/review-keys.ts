import type { KeyboardEvent } from "react";

/** `j` and `k` go from one proposal to the next and the one before, `a` accepts and `r` rejects the one in focus. */
export function reviewKeys(event: KeyboardEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-proposal]")];
  const at = rows.findIndex((row) => row.contains(target));
  if (event.key === "j" || event.key === "k") {
    const next = rows[event.key === "j" ? at + 1 : Math.max(0, at - 1)];
    next?.querySelector("button")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }
  if (event.key === "a" || event.key === "r") {
    rows[at]?.querySelector<HTMLElement>(`[data-key="${event.key}"]`)?.click();
    // what was decided goes away: the one after it takes its place
    rows[at + 1]?.querySelector("button")?.focus();
  }
}
