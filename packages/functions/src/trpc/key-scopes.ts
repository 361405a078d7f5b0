import { PublicError } from "@docent/core/error";
import type { Actor } from "@docent/core/scope";
import type { KeyScope } from "@docent/core/users/key-scope";

/** What a key must be for; `never` for what no program may do in a person's name. */
type Needed = KeyScope | "never";

/** By the first part of a procedure's name: what its queries need, and what its mutations need. */
const routers: Record<string, [query: Needed, mutation: Needed]> = {
  session: ["never", "never"],
  apiKey: ["never", "never"],
  company: ["never", "never"],
  conversation: ["ask", "ask"],
  chat: ["ask", "ask"],
  picture: ["ask", "ask"],
  feedback: ["ask", "ask"],
  gap: ["read", "write"],
  library: ["read", "write"],
  category: ["read", "write"],
  document: ["read", "write"],
  chunk: ["read", "write"],
  source: ["read", "write"],
  batch: ["read", "write"],
  upload: ["write", "write"],
  writing: ["read", "write"],
  proposal: ["read", "write"],
  synonym: ["read", "write"],
  stopWord: ["read", "write"],
  vocabulary: ["read", "write"],
  search: ["read", "read"],
  testCase: ["read", "write"],
  testRun: ["read", "write"],
  intent: ["read", "write"],
  example: ["read", "write"],
  label: ["read", "write"],
  template: ["read", "write"],
  knowledgeBase: ["read", "administer"],
  trace: ["read", "read"],
  health: ["read", "never"],
  doctor: ["administer", "administer"],
  calibration: ["read", "administer"],
  sharing: ["administer", "administer"],
  restriction: ["administer", "administer"],
  generation: ["administer", "administer"],
  user: ["administer", "administer"],
  group: ["administer", "administer"],
  invitation: ["administer", "administer"],
  signUp: ["administer", "administer"],
  passwordReset: ["never", "never"],
  identityProvider: ["administer", "never"],
  mail: ["administer", "never"],
  audit: ["administer", "never"],
  model: ["administer", "administer"],
  setting: ["administer", "administer"],
  branding: ["administer", "never"],
  welcome: ["ask", "never"],
  usage: ["administer", "administer"],
  budget: ["administer", "administer"],
  migration: ["administer", "administer"],
};

/** Where a single procedure differs from its router. */
const procedures: Record<string, Needed> = {
  "session.me": "ask",
  "branding.get": "ask",
  "library.list": "ask",
  "library.facets": "ask",
  "search.run": "ask",
  "model.choices": "ask",
  "model.status": "ask",
  "template.choices": "ask",
  "template.makeDefault": "administer",
  "feedback.list": "read",
  "feedback.get": "read",
  "feedback.people": "read",
  "feedback.similar": "read",
  "feedback.isRead": "read",
  "feedback.create": "write",
  "feedback.edit": "write",
  "feedback.move": "write",
  "feedback.inject": "write",
  "feedback.takeBack": "write",
  "usage.mine": "ask",
  "budget.notices": "ask",
  "user.remove": "never",
  "user.setPassword": "never",
  "user.changeOwnPassword": "never",
  "invitation.look": "never",
  "invitation.accept": "never",
  "signUp.request": "never",
  "signUp.finish": "never",
};

/** Routes of plain HTTP that take keys; all others do not. */
const routes: readonly [method: string, path: RegExp, needed: KeyScope | "any"][] = [
  // what it needs is looked at where it is known what is asked for
  ["POST", /^\/api\/legacy$/, "any"],
  ["POST", /^\/api\/libraries\/[^/]+\/documents$/, "write"],
  ["GET", /^\/api\/documents\/[^/]+\/file$/, "read"],
  ["GET", /^\/api\/batches\/[^/]+\/report$/, "read"],
  ["POST", /^\/api\/pictures$/, "ask"],
  ["GET", /^\/api\/pictures\/[^/]+$/, "ask"],
  ["POST", /^\/api\/logo$/, "administer"],
  ["GET", /^\/api\/logo\/[^/]+$/, "ask"],
  ["GET", /^\/api\/usage$/, "administer"],
  ["GET", /^\/api\/traces$/, "read"],
  ["GET", /^\/api\/days$/, "read"],
  ["GET", /^\/api\/audit$/, "administer"],
];

/** What a key must be for to call a procedure. Nothing that is not named here can be called with a key. */
export function neededFor(path: string, type: "query" | "mutation" | "subscription"): Needed {
  const [query, mutation] = routers[path.slice(0, path.indexOf("."))] ?? ["never", "never"];
  return procedures[path] ?? (type === "mutation" ? mutation : query);
}

/** Throws `api_key.scope` when the actor came by a key that is not for this procedure. */
export function requireKeyScope(actor: Actor, path: string, type: "query" | "mutation" | "subscription"): void {
  requireNeeded(actor, neededFor(path, type));
}

/** The same for a route of plain HTTP. */
export function requireKeyScopeOfRoute(actor: Actor, method: string, path: string): void {
  const found = routes.find(([of, pattern]) => of === method && pattern.test(path));
  if (found?.[2] !== "any") requireNeeded(actor, found?.[2] ?? "never");
}

function requireNeeded(actor: Actor, needed: Needed): void {
  if (actor.type !== "user" || !actor.key) return;
  if (needed !== "never" && actor.key.scopes.includes(needed)) return;
  const message =
    needed === "never"
      ? "This cannot be done with an API key. Sign in instead."
      : `This API key is not for that: it needs the scope "${needed}". Make another key in the settings.`;
  throw new PublicError("forbidden", "api_key.scope", message);
}
