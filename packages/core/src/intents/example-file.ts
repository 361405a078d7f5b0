import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";
import { z } from "zod";

/** A sentence of a file with the intent it teaches. */
export interface Row {
  line: number;
  intent: string;
  text: string;
  /** What is said to sentences of this intent; empty when the file does not say. */
  reply: string;
  /** What a tool is called with for this sentence. */
  parameters: Record<string, unknown> | null;
}

export interface ToolSchema {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

export const problems = ["not_json", "not_an_example", "no_text", "no_intent", "line_unreadable"] as const;

/** Why a part of a file cannot be taken. */
export interface Problem {
  line: number;
  problem: (typeof problems)[number];
  /** What stands there. */
  found?: string;
}

export interface Read {
  rows: Row[];
  tools: ToolSchema[];
  problems: Problem[];
}

const Taught = z.object({ query: z.string(), intention: z.string(), reply: z.string().nullish() });
const Detected = z.object({
  query: z.string(),
  detection: z.object({ func: z.string(), param: z.record(z.string(), z.unknown()).nullish() }),
});
const Schema = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Reads an `.example` file of any age: an object with `api_schema` and `examples`; an array of `query`, `intention` and
 * `reply`, which may also hold such objects; or blocks of `key:value` lines with an empty line between them.
 */
export function read(content: string): Read {
  const text = content.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  return /^\s*[[{]/.test(text) ? readJson(text) : readBlocks(text);
}

function readJson(text: string): Read {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lineOf = lines(text);
  const [error] = errors;
  if (!root || error) {
    const why = error ? words(printParseErrorCode(error.error)) : "nothing there";
    return { rows: [], tools: [], problems: [problem(lineOf(error?.offset ?? 0), "not_json", why)] };
  }
  const found: Read = { rows: [], tools: [], problems: [] };
  for (const item of root.type === "array" ? (root.children ?? []) : [root]) {
    const examples = findNodeAtLocation(item, ["examples"]);
    if (examples?.type === "array") readTool(item, examples.children ?? [], lineOf, found);
    else take(item, lineOf(item.offset), found);
  }
  return found;
}

function readTool(item: Node, examples: readonly Node[], lineOf: (offset: number) => number, found: Read): void {
  const schema = findNodeAtLocation(item, ["api_schema"]);
  if (schema) {
    const parsed = Schema.safeParse(getNodeValue(schema));
    if (parsed.success) {
      const { name, description, parameters } = parsed.data;
      const none = { type: "object", properties: {} };
      found.tools.push({ name, description: description ?? "", parameters: parameters ?? none });
    } else found.problems.push(problem(lineOf(schema.offset), "not_an_example", "api_schema"));
  }
  for (const example of examples) take(example, lineOf(example.offset), found);
}

function take(node: Node, line: number, found: Read): void {
  const value: unknown = getNodeValue(node);
  const taught = Taught.safeParse(value);
  const detected = Detected.safeParse(value);
  if (taught.success) {
    const { query, intention, reply } = taught.data;
    push({ line, intent: intention, text: query, reply: reply ?? "", parameters: null }, found);
  } else if (detected.success) {
    const { query, detection } = detected.data;
    push({ line, intent: detection.func, text: query, reply: "", parameters: detection.param ?? null }, found);
  } else found.problems.push(problem(line, "not_an_example", JSON.stringify(value)));
}

function readBlocks(text: string): Read {
  const found: Read = { rows: [], tools: [], problems: [] };
  let block = new Map<string, string>();
  let from = 1;
  const end = () => {
    if (block.size > 0) {
      const of = (key: string) => block.get(key) ?? "";
      push({ line: from, intent: of("intention"), text: of("query"), reply: of("reply"), parameters: null }, found);
    }
    block = new Map();
  };
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.trim()) {
      end();
      continue;
    }
    const [, key = "", value = ""] = /^\s*"?(query|intention|reply)"?\s*[:：]\s*(.*)$/i.exec(line) ?? [];
    if (!key) {
      found.problems.push(problem(index + 1, "line_unreadable", line));
      continue;
    }
    if (block.has(key.toLowerCase())) end();
    if (block.size === 0) from = index + 1;
    block.set(key.toLowerCase(), value.trim());
  }
  end();
  return found;
}

function push(row: Row, found: Read): void {
  const text = row.text.trim();
  const intent = row.intent.trim();
  if (!text) found.problems.push(problem(row.line, "no_text"));
  else if (!intent) found.problems.push(problem(row.line, "no_intent", text));
  else found.rows.push({ ...row, text, intent, reply: row.reply.trim() });
}

function problem(line: number, kind: Problem["problem"], found?: string): Problem {
  return { line, problem: kind, ...(found && { found: found.slice(0, 80) }) };
}

/** Which line an offset is on, counted from one. */
function lines(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
  return (offset) => {
    let low = 0;
    for (let high = ends.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

function words(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
