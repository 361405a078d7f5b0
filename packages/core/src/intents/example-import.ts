import { z } from "zod";
import { intentTable } from "../db/schema.ts";
import { newId } from "../id.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import type { Action, Input } from "./action.ts";
import * as Example from "./example.ts";
import * as ExampleFile from "./example-file.ts";
import * as Intent from "./intent.ts";
import * as Tool from "./tool.ts";

export const Import = z.strictObject({ text: z.string().max(10_000_000) });

export interface Imported {
  added: number;
  /** How many stood here already. */
  already: number;
  /** Intents that the file brought along. */
  intents: string[];
  refused: { line: number; problem: ExampleFile.Problem["problem"] | "too_long" | "intent_too_long"; found?: string }[];
}

/** What old example files call the things that every desk does. */
const customary: Record<string, Action["type"]> = {
  chat: "chat",
  assist: "chat",
  闲聊: "chat",
  QA: "knowledge",
  知识问答: "knowledge",
  comfort: "comfort",
  transfer: "handover",
};

/**
 * Adds the sentences of an `.example` file, and the intents it names that are not there yet; those that are there keep
 * what they do. All that fits is added in one transaction, the rest is reported with its line.
 */
export async function importFile(scope: Scope, { text }: z.infer<typeof Import>): Promise<Imported> {
  requireRole(scope, "editor");
  const { rows, tools, problems } = ExampleFile.read(text);
  const refused: Imported["refused"] = [...problems];
  const fit = rows.filter(({ line, text, intent }) => {
    const tooLong = Example.tidy(text).length > Example.textLengthMax;
    const problem = tooLong ? "too_long" : intent.length > Intent.nameLengthMax ? "intent_too_long" : undefined;
    if (problem) refused.push({ line, problem, found: text.slice(0, 80) });
    return !problem;
  });
  return Example.changing(scope, async (scope) => {
    const standing = new Map((await Intent.actions(scope)).map(({ name, id }) => [name, id]));
    const intents: string[] = [];
    for (const name of new Set([...tools.map((tool) => tool.name), ...fit.map(({ intent }) => intent)])) {
      if (standing.has(name)) continue;
      if (standing.size >= Intent.intentsMax) throw Intent.tooMany();
      const id = newId("intent", scope.now().getTime() + intents.length);
      const action = Tool.toStored(scope, actionOf(name, fit, tools));
      await scope.db
        .insert(intentTable)
        .values({ id, companyId: requireCompany(scope), name, action, createdAt: scope.now() });
      standing.set(name, id);
      intents.push(name);
    }
    const examples = fit.map(({ intent, text, parameters }) => {
      return { intentId: standing.get(intent) ?? "", text: Example.tidy(text), parameters };
    });
    const added = (await Example.insert(scope, examples)).length;
    refused.sort((a, b) => a.line - b.line);
    return { added, already: examples.length - added, intents, refused };
  });
}

/** What a new intent does: what its name says, else its reply, else calls its tool, else looks into the documents. */
function actionOf(name: string, rows: readonly ExampleFile.Row[], tools: readonly ExampleFile.ToolSchema[]): Input {
  const known = customary[name];
  if (known === "chat" || known === "knowledge" || known === "comfort" || known === "handover") return { type: known };
  const tool = tools.find((one) => one.name === name);
  if (tool) {
    const { description, parameters } = tool;
    return { type: "tool", url: null, method: "POST", description, parameters, allowPrivate: false };
  }
  const reply = rows.find((row) => row.intent === name && row.reply)?.reply.slice(0, 4000);
  if (!reply) return { type: "knowledge" };
  return { type: "reply", text: /\p{Script=Han}/u.test(reply) ? { zh: reply, en: "" } : { zh: "", en: reply } };
}

/** All intents and examples as a file that `importFile` reads. */
export async function exportFile(scope: Scope): Promise<string> {
  requireRole(scope, "editor");
  const actions = new Map((await Intent.actions(scope)).map(({ name, action }) => [name, action]));
  const examples = Map.groupBy(await Example.all(scope), ({ intent }) => intent);
  const items = Array.from(actions, ([name, action]) => {
    const own = examples.get(name) ?? [];
    if (action.type === "tool") {
      const { description, parameters } = action;
      return [
        {
          api_schema: { name, description, parameters },
          examples: own.map(({ text, parameters: param }) => ({
            query: text,
            detection: { func: name, ...(param && { param }) },
          })),
        },
      ];
    }
    const reply = action.type === "reply" ? action.text.zh || action.text.en : "";
    return own.map(({ text }) => ({ query: text, intention: name, reply }));
  });
  return `${JSON.stringify(items.flat(), null, 1)}\n`;
}
