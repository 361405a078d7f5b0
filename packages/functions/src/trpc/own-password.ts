import { PublicError } from "@docent/core/error";
import type { Actor } from "@docent/core/scope";

/** What somebody may do whose password was set by somebody else. */
const open = new Set(["session.me", "branding.get", "user.changeOwnPassword"]);

/** Throws `user.password_change_needed` for those who must first choose a password of their own. */
export function requireOwnPassword(actor: Actor, path: string): void {
  if (actor.type !== "user" || !actor.passwordChangeNeeded || open.has(path) || path.startsWith("/api/logo/")) return;
  const message = "Choose a password of your own first: an administrator has set the one you signed in with.";
  throw new PublicError("forbidden", "user.password_change_needed", message);
}
