import * as ExampleImport from "../intents/example-import.ts";
import type { Scope } from "../scope.ts";
import { isRecord } from "./dump.ts";
import { result, unreadable, type Result } from "./outcome.ts";

/** Teaches an intent the sentence of a row of the predecessor's index of examples. */
export async function take(scope: Scope, item: unknown): Promise<Result> {
  if (!isRecord(item) || typeof item["query"] !== "string") return unreadable("an example");
  const { query, intention, reply } = item;
  const detection = unpacked(item["detection"]);
  const schema = unpacked(item["api_schema"]);
  const isTool = isRecord(detection) && isRecord(schema);
  const example = isRecord(detection) ? { query, detection } : { query, intention, reply };
  const text = JSON.stringify(isTool ? { api_schema: schema, examples: [example] } : [example]);
  const { added, refused } = await ExampleImport.importFile(scope, { text });
  const [problem] = refused;
  const name = query.replace(/\s+/g, " ").slice(0, 80);
  if (problem)
    return result("failed", name, { code: problem.problem, message: "This is no example that can be learnt from." });
  return result(added ? "taken" : "unchanged", name);
}

/** Values that are JSON within JSON, as the index keeps them. */
function unpacked(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
