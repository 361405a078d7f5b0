import type { Passage } from "../knowledge/passages.ts";
import * as Search from "../knowledge/search.ts";
import { PublicError } from "../error.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { scanTags } from "../models/tag-scanner.ts";
import type { Scope } from "../scope.ts";
import { cite, withoutMarks } from "./cite.ts";
import * as History from "./history.ts";
import { toSource } from "./source.ts";
import type { Progress } from "./progress.ts";
import { answerPrompt, outlineOf, unknownMark, version, type Material } from "./prompts/answer.ts";
import { quote } from "./quote.ts";
import { refusal } from "./refusal.ts";
import { nearest } from "./relevance.ts";
import { standAlone } from "./rewrite.ts";
import { sureness, tierOf } from "./tier.ts";
import type { Trace } from "./trace.ts";
import { noteSearch, timed } from "./tracing.ts";

export const quotingModel = "quoting";

const passagesMax = 8;
const passageCharactersMax = 16_000;
const answerCharactersMax = 30_000;

export interface Turn {
  runId: string;
  conversationId: string;
  question: string;
  libraryIds: string[] | null;
}

export interface Work {
  progress: Progress;
  trace: Trace;
  signal: AbortSignal;
}

/** From question to answer. What it comes to is told to `progress`, how it came about to `trace`. */
export async function answer(scope: Scope, turn: Turn, work: Work): Promise<void> {
  const { progress, trace, signal } = work;
  const model = await ModelConnection.current(scope);
  progress.draft.model = trace.model = model?.id ?? quotingModel;

  const history = model ? await History.read(scope, turn) : [];
  const question = model && history.length ? await rewrite(model, turn.question, history, work) : turn.question;

  progress.stage("searching");
  const found = await timed(trace, "search", () => search(scope, question, turn.libraryIds));
  signal.throwIfAborted();
  const sure = await sureness(scope, question, found);
  const tier = tierOf(sure);
  noteSearch(trace, found, sure);
  progress.draft.tier = trace.tier = tier;

  const passages = within(passageCharactersMax, found.hits);
  if (tier === "refused") return refuse(question, passages, work);
  progress.stage("reading", passages.length);
  if (!model) return answerByQuoting(question, passages, work);
  return answerByModel(model, { question: turn.question, passages, history }, question, work);
}

async function rewrite(model: ChatModel, question: string, history: History.Exchange[], work: Work): Promise<string> {
  work.progress.stage("rewriting");
  const rewritten = await timed(work.trace, "rewrite", () => standAlone(model, question, history, work.signal));
  if (rewritten === undefined) work.progress.draft.degraded = "rewrite.skipped";
  else if (rewritten !== question) work.trace.rewritten = rewritten;
  return rewritten ?? question;
}

function search(scope: Scope, text: string, libraryIds: string[] | null): Promise<Search.Found> {
  return Search.run(scope, { text, ...(libraryIds && { libraryIds }), limit: passagesMax });
}

function refuse(question: string, passages: Passage[], { progress }: Work): void {
  const near = passages.slice(0, 3);
  progress.sources(near.map((passage, index) => toSource(passage, index + 1, nearest(question, passage), false)));
  progress.write(refusal(question, near.length));
}

/** Without a model: the sentences that answer best, verbatim, each with its citation. Passages quoted come first. */
function answerByQuoting(question: string, passages: Passage[], { progress }: Work): void {
  const quotes = quote(question, passages);
  const order = [...new Set([...quotes.map(({ passage }) => passage), ...passages.keys()])];
  const sources = order.flatMap((place, index) => {
    const passage = passages[place];
    const said = quotes.filter((one) => one.passage === place);
    return passage ? [toSource(passage, index + 1, said[0] ?? nearest(question, passage), said.length > 0)] : [];
  });
  progress.sources(sources);
  const parts = quotes.map(({ passage, text, block, question: answered }) => {
    const words = `${withoutMarks(text)}${block ? "\n\n" : " "}[${order.indexOf(passage) + 1}]`;
    return answered ? `**${withoutMarks(answered)}**\n\n${words}` : words;
  });
  progress.write(parts.join("\n\n"));
}

async function answerByModel(model: ChatModel, material: Material, question: string, work: Work): Promise<void> {
  const { progress, trace, signal } = work;
  const { draft } = progress;
  const { passages } = material;
  progress.sources(passages.map((passage, index) => toSource(passage, index + 1, nearest(question, passage), false)));
  progress.stage("writing");
  trace.promptVersion = version;
  trace.prompt = outlineOf(material);

  const mark = scanTags([unknownMark]);
  const take = (parts: ReturnType<typeof mark.push>) => {
    for (const part of parts) {
      if (part.type === "text") progress.write(part.text);
      else draft.tier = trace.tier = "refused";
    }
  };
  try {
    await timed(trace, "model", async () => {
      for await (const part of model.stream(answerPrompt(material), signal)) {
        if (part.type === "text-delta") take(mark.push(part.text));
        if (part.type === "retract") progress.retract();
        if (part.type === "finish") {
          trace.tokens = part.tokens;
          if (part.reason === "length") draft.degraded = "answer.cut_off";
        }
        if (draft.text.length > answerCharactersMax) {
          draft.degraded = "answer.cut_off";
          break;
        }
      }
    });
  } finally {
    // what was written before a failure or a stop is kept, and its citations are checked all the same
    take(mark.end());
    const checked = cite(draft.text, passages, question);
    progress.check(checked.text.trim(), checked.sources);
  }
  if (!draft.text) {
    const message = "The model answered with nothing. Ask again; if it stays, choose another model in the settings.";
    throw new PublicError("unavailable", "model.empty", message);
  }
}

/** The best passages that fit into this many characters; always the first. */
function within(charactersMax: number, hits: readonly Search.Hit[]): Passage[] {
  let characters = 0;
  return hits.filter((hit, index) => (characters += hit.text.length) <= charactersMax || index === 0);
}
