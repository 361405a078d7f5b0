import { expect, test } from "vitest";
import { PublicError } from "@docent/core/error";
import type { Actor } from "@docent/core/scope";
import { keyScopes, type KeyScope } from "@docent/core/users/key-scope";
import { neededFor, requireKeyScope } from "@docent/functions/trpc/key-scopes";
import { audited } from "@docent/functions/trpc/audited";
import { appRouter } from "@docent/functions/trpc/router";

type Kind = "query" | "mutation" | "subscription";
const procedures = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  return [path, (Reflect.get(procedure, "_def") as { type: Kind }).type] as const;
});

function lets(path: string, type: Kind, scopes: readonly KeyScope[]): boolean {
  const actor: Actor = {
    type: "user",
    userId: "u",
    companyId: "c",
    role: "admin",
    key: { id: "k", name: "k", scopes },
  };
  try {
    requireKeyScope(actor, path, type);
    return true;
  } catch (error) {
    if (error instanceof PublicError && error.code === "api_key.scope") return false;
    throw error;
  }
}

test.each(procedures)("%s (%s) takes only keys of its scope", (path, type) => {
  const needed = neededFor(path, type);
  expect(keyScopes.filter((scope) => lets(path, type, [scope]))).toEqual(needed === "never" ? [] : [needed]);
  expect(lets(path, type, keyScopes)).toBe(needed !== "never");
});

test("no key changes passwords, keys, ways to sign in or the log, and one for reading changes nothing", () => {
  for (const [path, type] of procedures) {
    if (/^(session\.(ticket|setup)|apiKey|passwordReset|user\.(setPassword|changeOwnPassword))/.test(path)) {
      expect([path, neededFor(path, type)]).toEqual([path, "never"]);
    }
    if (/^(identityProvider|audit)\./.test(path) && type === "mutation") {
      expect([path, neededFor(path, type)]).toEqual([path, "never"]);
    }
    if (type === "mutation") expect([path, neededFor(path, type)]).not.toEqual([path, "read"]);
  }
});

test("what is noted in the log are mutations that exist", () => {
  const mutations = new Set(procedures.flatMap(([path, type]) => (type === "mutation" ? [path] : [])));
  expect(Object.keys(audited).filter((path) => !mutations.has(path))).toEqual([]);
});

/** What tries something out, or sets going or stops what changes nothing by itself. */
const changesNothing = /\.(try|retry|start|stop)$|^doctor\.run$/;

test("everything that administrators change is noted in the log", () => {
  const noted = procedures.filter(([path, type]) => type === "mutation" && neededFor(path, type) === "administer");
  const not = noted.map(([path]) => path).filter((path) => !(path in audited) && !changesNothing.test(path));
  expect(not).toEqual([]);
});
