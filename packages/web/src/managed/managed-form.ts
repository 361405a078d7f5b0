import type { Inputs, Outputs } from "../app/trpc.ts";

export type Managed = NonNullable<Outputs["knowledgeBase"]["get"]>;
type Connect = Inputs["knowledgeBase"]["connect"];

/** What stands in the form. */
export interface Fields {
  region: string;
  knowledgeBase: string;
  results: number;
  right: "none" | "iam";
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export function fieldsOf(held: Managed | null): Fields {
  const { region = "us-east-1", knowledgeBase = "", results = 8 } = held?.place ?? {};
  const right = held && held.key !== null ? "iam" : "none";
  return { region, knowledgeBase, results, right, accessKeyId: "", secretAccessKey: "", sessionToken: "" };
}

/** Whether the stored key stays when none is entered: it is for its own region only. */
export function keepsKey({ region, right }: Pick<Fields, "region" | "right">, held: Managed | null): boolean {
  return right === "iam" && held?.key === "iam" && held.place.region === region.trim();
}

export function inputOf(libraryId: string, fields: Fields, held: Managed | null): Connect {
  const { region, knowledgeBase, results, right, accessKeyId, secretAccessKey, sessionToken } = fields;
  const place = { region: region.trim(), knowledgeBase: knowledgeBase.trim(), results };
  if (right === "none") return { libraryId, place, key: null };
  if (!accessKeyId.trim() && keepsKey(fields, held)) return { libraryId, place };
  const token = sessionToken.trim() && { sessionToken: sessionToken.trim() };
  const key = { type: "iam" as const, accessKeyId: accessKeyId.trim(), secretAccessKey: secretAccessKey.trim() };
  return { libraryId, place, key: { ...key, ...token } };
}
