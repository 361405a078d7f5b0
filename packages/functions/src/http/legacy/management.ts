import { PublicError } from "@docent/core/error";
import type { Scope } from "@docent/core/scope";
import { requireKeyScope } from "../../trpc/key-scopes.ts";
import * as Documents from "./documents.ts";
import * as Feedback from "./feedback.ts";
import type { Fields } from "./fields.ts";
import * as Templates from "./templates.ts";

interface Operation {
  /** What a key must be for: the procedure of the console that does the same. */
  as: [path: string, type: "query" | "mutation"];
  run: (scope: Scope, fields: Fields) => Promise<unknown>;
}

const operations: Record<string, Operation> = {
  "get docs": { as: ["document.list", "query"], run: Documents.list },
  "delete docs": { as: ["document.remove", "mutation"], run: Documents.remove },
  "get template": { as: ["template.list", "query"], run: Templates.get },
  "post template": { as: ["template.create", "mutation"], run: Templates.post },
  "delete template": { as: ["template.remove", "mutation"], run: Templates.remove },
  "get feedback": { as: ["feedback.list", "query"], run: Feedback.get },
  "post feedback": { as: ["feedback.rate", "mutation"], run: Feedback.post },
  "delete feedback": { as: ["feedback.rate", "mutation"], run: Feedback.remove },
};

/** Whether this asks for something other than an answer. */
export function isManagement(sent: Fields): boolean {
  return Boolean(sent["method"] ?? sent["resource"]);
}

/** Does what `method` and `resource` name. Throws `request.unsupported` for anything else. */
export async function manage(scope: Scope, sent: Fields): Promise<unknown> {
  const { method, resource, body, ...fields } = sent;
  const named = `${String(method).toLowerCase()} ${String(resource).toLowerCase()}`;
  const operation = Object.hasOwn(operations, named) ? operations[named] : undefined;
  if (!operation) {
    const there = Object.keys(operations).join(", ");
    throw new PublicError("invalid", "request.unsupported", `not supported api: ${named}. There is: ${there}.`);
  }
  requireKeyScope(scope.actor, ...operation.as);
  return operation.run(scope, { ...fields, ...bodyOf(body) });
}

/** Clients send it as an object or as JSON within JSON. */
function bodyOf(body: unknown): Fields {
  const value = typeof body === "string" && body.trim() ? parsed(body) : body;
  if (value === undefined || value === null || value === "") return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Fields;
  throw new PublicError("invalid", "request.invalid", "body must be an object.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new PublicError("invalid", "request.invalid", "body is not JSON.", { cause });
  }
}
