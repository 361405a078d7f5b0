import type { MailPlace } from "../mail/mailer.ts";
import { requireRole, type Scope } from "../scope.ts";

/** Where letters leave the desk, for administrators. */
export async function place(scope: Scope): Promise<MailPlace> {
  requireRole(scope, "admin");
  return scope.mailer.place;
}
