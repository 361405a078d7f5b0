import { PublicError } from "../error.ts";
import type { Tool as ToolAction } from "../intents/action.ts";
import * as Tool from "../intents/tool.ts";
import type { ChatModel, Parameters } from "../models/chat-model.ts";
import { dialled } from "../models/dialled.ts";
import type { ToolCall } from "../models/tool-call.ts";
import type { Scope } from "../scope.ts";
import { toolAnswerPrompt, toolResultPrompt, version } from "./prompts/tool.ts";
import type { Language } from "../settings/text.ts";
import { languageOf } from "./refusal.ts";
import { say } from "./say.ts";
import { fill, type Arguments, type Filled } from "./tool-arguments.ts";
import { timed } from "./tracing.ts";
import type { Work } from "./work.ts";

export interface Use {
  tool: ToolAction;
  name: string;
  /** What the nearest example calls it with. */
  example: Arguments | undefined;
  question: string;
  model: ChatModel | undefined;
  /** How the answer is written, not how the service is called. */
  parameters: Parameters | undefined;
}

/** Calls a service with what the question says, and tells what it answered. */
export async function useTool(scope: Scope, use: Use, work: Work): Promise<void> {
  const { progress, trace, signal } = work;
  const { tool, question, model, parameters } = use;
  const language = languageOf(question);
  trace.promptVersion = version;
  const filled = await timed(trace, "arguments", async () =>
    model ? fill(model, tool, use, work) : withoutModel(use),
  );
  if ("missing" in filled) {
    progress.write(askFor(language, filled.missing));
    return;
  }
  const { text, type } = await timed(trace, "tool", () => Tool.call(scope, tool, filled.args, signal));
  const answered = text.trim();
  if (!answered) progress.write(nothing[language]);
  else if (model) await tell(dialled(model, parameters), use, filled, answered, work);
  else progress.write(asItIs(answered, type));
}

/** Tells what the service answered, to a model that called it as what came of its call. */
async function tell(model: ChatModel, use: Use, { call }: { call?: ToolCall }, answered: string, work: Work) {
  const { tool, name, question } = use;
  const material = { name, question, description: tool.description, parameters: tool.parameters };
  if (call) {
    try {
      return await say(model, toolResultPrompt(material, call, answered), work);
    } catch (error) {
      // a service is called once: a model that wants to call again is asked in words
      if (!(error instanceof PublicError) || !/^model\.(empty|without_tools)$/.test(error.code)) throw error;
    }
  }
  return say(model, toolAnswerPrompt(question, name, answered), work);
}

/** Without a model only a service that needs nothing can be called. */
function withoutModel({ tool }: Use): Filled {
  return Tool.problemsOf(tool, {}).length === 0 ? { args: {} } : { missing: Tool.missingOf(tool, {}) };
}

function askFor(language: Language, missing: readonly string[]): string {
  const names = missing.map((name) => name.replace(/[\\`*_{}[\]()#+!<>|~$]/g, "\\$&"));
  if (language === "zh") {
    return names.length
      ? `要办理这件事，还需要知道：${names.join("、")}。请补充后再问一次。`
      : "没能看懂这件事的细节，请换一种说法再问一次。";
  }
  return names.length
    ? `For this I still need to know: ${names.join(", ")}. Please ask again with that.`
    : "I could not make out the details of this. Please ask again in other words.";
}

const nothing = {
  zh: "服务没有返回结果。请换一种条件再试。",
  en: "The service found nothing. Try again with other details.",
};

/** In a listing, so that nothing in it acts as Markdown. */
function asItIs(text: string, type: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${/json/i.test(type) ? "json" : "text"}\n${text}\n${fence}`;
}
