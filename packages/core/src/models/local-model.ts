import { z } from "zod";
import { requireRole, type Scope } from "../scope.ts";
import type { Fetching, LocalModel } from "./local-models.ts";

export const Name = z.strictObject({ name: z.string().trim().min(1).max(200) });
export type Name = z.infer<typeof Name>;

/** What runs or could run on this machine. */
export interface Status {
  models: LocalModel[];
  fetching: Fetching[];
  suggestions: Scope["localModels"]["suggestions"];
}

export async function status(scope: Scope): Promise<Status> {
  requireRole(scope, "admin");
  const models = await scope.localModels.list();
  return { models, fetching: scope.localModels.fetching(), suggestions: scope.localModels.suggestions };
}

/** Begins to fetch a model from the hub, or goes on where it was stopped. */
export async function fetch(scope: Scope, { name }: Name): Promise<Status> {
  requireRole(scope, "admin");
  await scope.localModels.fetch(name);
  return status(scope);
}

/** What has come stays for the next time. */
export async function stop(scope: Scope, { name }: Name): Promise<Status> {
  requireRole(scope, "admin");
  await scope.localModels.stop(name);
  return status(scope);
}
