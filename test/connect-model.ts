import type { TRPCClient } from "@trpc/client";
import type { AppRouter } from "@docent/functions/trpc/router";
import * as Entry from "@docent/core/models/catalogue/entry";
import type { ModelKind } from "@docent/core/models/catalogue/model-kind";
import type { Key, Place } from "@docent/core/models/catalogue/place";
import * as ModelConnection from "@docent/core/models/model-connection";
import type { Scope } from "@docent/core/scope";

/** A place, of a server that speaks OpenAI's dialect when it does not say. */
export type PlaceGiven = Place | { baseUrl: string; model: string };

let added = 0;

/** A model in the catalogue under a name of its own. */
export async function addModel(scope: Scope, kind: ModelKind, place: PlaceGiven, key?: string): Promise<string> {
  const { id } = await Entry.add(scope, entry(kind, place, key));
  return id;
}

/** Has a model answer or rank from now on. */
export async function useModel(scope: Scope, use: "chat" | "rerank", place: PlaceGiven, key?: string): Promise<void> {
  await ModelConnection.use(scope, use, await addModel(scope, use, place, key));
}

/** The same through the API of a desk. */
export async function useModelAt(
  client: TRPCClient<AppRouter>,
  use: "chat" | "embed" | "rerank",
  place: PlaceGiven,
): Promise<string> {
  const { id } = await client.model.add.mutate(entry(use, place));
  await client.model.use.mutate({ use, id });
  return id;
}

function entry(kind: ModelKind, place: PlaceGiven, token?: string) {
  const whole: Place = "provider" in place ? place : { provider: "openai", ...place };
  const key: Key | undefined = token === undefined ? undefined : { type: "bearer", token };
  return { kind, name: `${whole.model} ${++added}`, place: whole, ...(key && { key }) };
}
