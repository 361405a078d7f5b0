import { parse, type ParseError } from "jsonc-parser";
import type { Inputs, Outputs } from "../app/trpc.ts";
import type { ActionType } from "./intents-view.ts";

export type ActionInput = Inputs["intent"]["create"]["action"];
export type ActionShown = Outputs["intent"]["get"]["action"];
export type ToolShown = Extract<ActionShown, { type: "tool" }>;

/** What the form of an intent holds. */
export interface IntentFields {
  name: string;
  type: ActionType;
  zh: string;
  en: string;
  url: string;
  method: "GET" | "POST";
  description: string;
  /** JSON Schema as somebody writes it. */
  parameters: string;
  allowPrivate: boolean;
  /** Whether the headers that the desk holds stay as they are. */
  keepHeaders: boolean;
  headers: { name?: string; value?: string }[];
}

const strictly = { disallowComments: true, allowEmptyContent: false };
const noParameters = { type: "object", properties: {} };

/** A schema to begin with. */
export const sampleSchema = indented({
  type: "object",
  properties: { city: { type: "string", description: "city" }, days: { type: "integer" } },
  required: ["city"],
});

export function fieldsOf(name: string, action: ActionShown): IntentFields {
  const reply = action.type === "reply" ? action.text : { zh: "", en: "" };
  const tool = action.type === "tool" ? action : undefined;
  return {
    name,
    type: action.type,
    zh: reply.zh,
    en: reply.en,
    url: tool?.url ?? "",
    method: tool?.method ?? "POST",
    description: tool?.description ?? "",
    parameters: indented(tool?.parameters ?? noParameters),
    allowPrivate: tool?.allowPrivate ?? false,
    keepHeaders: (tool?.headerNames.length ?? 0) > 0,
    headers: [],
  };
}

/** What the form says, as the desk takes it. Its JSON has been checked. */
export function actionOf(fields: IntentFields): ActionInput {
  const { type, zh, en, url, method, description, allowPrivate, keepHeaders } = fields;
  if (type === "reply") return { type, text: { zh: zh.trim(), en: en.trim() } };
  if (type !== "tool") return { type };
  const headers = fields.headers.flatMap(({ name = "", value = "" }) => (name.trim() ? [[name.trim(), value]] : []));
  return {
    type,
    url: url.trim() || null,
    method,
    description: description.trim(),
    parameters: objectIn(fields.parameters) ?? noParameters,
    allowPrivate,
    ...(!keepHeaders && {
      headers: headers.length > 0 ? (Object.fromEntries(headers) as Record<string, string>) : null,
    }),
  };
}

/** Whether headers that the desk holds for `before` are not sent to `after`, because it is another server. */
export function isElsewhere(before: string | null, after: string): boolean {
  return before === null || !isAddress(after) || new URL(before).origin !== new URL(after.trim()).origin;
}

export function isAddress(text: string): boolean {
  const address = text.trim();
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** The object that a text holds as JSON. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, strictly);
  return errors.length === 0 && isObject(value) ? value : undefined;
}

export type SchemaProblem =
  | { type: "json"; line: number }
  | { type: "object" | "properties" | "required" }
  | { type: "property" | "unknown"; name: string };

/** Why a text is no schema of arguments that can be used; undefined when it is one. */
export function schemaProblem(text: string): SchemaProblem | undefined {
  const errors: ParseError[] = [];
  const schema: unknown = parse(text, errors, strictly);
  const [error] = errors;
  if (error) return { type: "json", line: text.slice(0, error.offset).split("\n").length };
  if (!isObject(schema)) return { type: "object" };
  const { type = "object", properties = {}, required = [] } = schema;
  if (type !== "object") return { type: "object" };
  if (!isObject(properties)) return { type: "properties" };
  const bare = Object.entries(properties).find(([, value]) => !isObject(value) && typeof value !== "boolean");
  if (bare) return { type: "property", name: bare[0] };
  if (!Array.isArray(required) || required.some((name) => typeof name !== "string")) return { type: "required" };
  const unknown = (required as string[]).find((name) => !(name in properties));
  return unknown === undefined ? undefined : { type: "unknown", name: unknown };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
