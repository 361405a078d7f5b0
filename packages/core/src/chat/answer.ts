import { isContentTerm, queryTerms } from "../knowledge/text/analyze.ts";
import * as Neighbours from "../knowledge/neighbours.ts";
import type { Passage } from "../knowledge/passages.ts";
import * as Search from "../knowledge/search.ts";
import { PublicError } from "../error.ts";
import * as ModelConnection from "../models/model-connection.ts";
import type { ChatModel } from "../models/chat-model.ts";
import { dialled } from "../models/dialled.ts";
import { scanTags } from "../models/tag-scanner.ts";
import type { Scope } from "../scope.ts";
import { noteLibraries } from "../usage/bill.ts";
import * as Setting from "../settings/setting.ts";
import type { Sayings } from "../settings/sayings.ts";
import * as Vocabulary from "../knowledge/vocabulary/vocabulary.ts";
import { answerByIntent, answerWithoutDocuments } from "./act.ts";
import { cite, withoutMarks } from "./cite.ts";
import { clarify } from "./clarify.ts";
import { draw } from "./draw.ts";
import { fit } from "./fit.ts";
import * as History from "./history.ts";
import { toSource } from "./source.ts";
import { answerPrompt, outlineOf, unknownMark, version, type Material } from "./prompts/answer.ts";
import { quote } from "./quote.ts";
import { quickAnswer, type Quick } from "./quick.ts";
import { candidates, narrowedTo, refusal } from "./refusal.ts";
import { nearest } from "./relevance.ts";
import * as Rewrite from "./rewrite.ts";
import * as Sight from "./sight.ts";
import { addTokens, noteSwitch, noteWait, noteWriter } from "./say.ts";
import { support } from "./support.ts";
import { tierOf } from "./tier.ts";
import { noteParameters, noteSearch, timed } from "./tracing.ts";
import { wordingOf } from "./wording.ts";
import type { Turn, Work } from "./work.ts";

export const quotingModel = "quoting";
/** A row of questions and answers that answered at once. */
export const quickModel = "faq";

const passagesMax = 8;
const passageCharactersMax = 16_000;
const answerCharactersMax = 30_000;
const nearestMax = 3;

/** From question to answer. What it comes to is told to `progress`, how it came about to `trace`. */
export async function answer(scope: Scope, turn: Turn, work: Work): Promise<void> {
  if (turn.draws) return draw(scope, turn, work);
  const { progress, trace, signal } = work;
  const { model, sees, contextTokens, instead } = await modelFor(scope, turn);
  noteWriter(model ?? { id: quotingModel }, progress, trace);
  if (instead) progress.draft.degraded = "model.choice_gone";

  const history = turn.history ?? (turn.settings?.history === false ? [] : await History.read(scope, turn));
  const seen = await Sight.open(scope, turn, history, { model, sees });
  const understood =
    model && seen.own.length > 0
      ? await Sight.understand(model, { question: turn.question, images: seen.own, history }, work)
      : await understand(model, turn.question, history, work);
  const { question } = understood;
  if (turn.settings?.documents === false && !turn.pictureIds?.length) {
    return answerWithoutDocuments(scope, { turn, question, history, model }, work);
  }

  progress.stage("searching");
  const { found, text } = await timed(trace, "search", () =>
    Rewrite.lookUp((text) => search(scope, text, turn), understood),
  );
  signal.throwIfAborted();
  if (text !== question) trace.rewritten = text;
  noteSearch(trace, found);
  if (found.degraded) progress.draft.degraded ??= found.degraded;

  const choice = clarify(text, found.hits, await Vocabulary.load(scope));
  const hits = "ask" in choice ? found.hits : choice.passages;
  const quick = quickAnswer(question, { ...found, hits });
  if (!quick && (await answerByIntent(scope, { turn, question, history, model }, work))) return;
  const tier = quick ? "answer" : Sight.tierWith(seen, tierOf(found, model !== undefined));
  progress.draft.tier = trace.tier = tier;

  const passages = readable(hits);
  const writer = model && dialled(model, turn.settings?.parameters);
  const material = { question: turn.question, history, seen, isUnsure: tier === "hedged" };
  if (tier === "refused" && writer && seen.mayAnswer) {
    progress.draft.tier = trace.tier = "answer";
    return answerByModel(writer, { ...material, passages: [], around: new Map() }, question, work);
  }
  if (tier === "refused") return refuse(await Setting.read(scope, "refusal"), question, { ...found, passages }, work);
  if ("ask" in choice) return askBack(choice.ask.text, question, passages, work);
  if (quick) return answerAtOnce(question, quick, work);
  if (tier === "candidates") return showCandidates(question, passages, work);
  progress.stage("reading", passages.length);
  if (!writer) return answerByQuoting(queryTerms(question).some(isContentTerm) ? question : text, passages, work);
  await noteLibraries(scope, passages);
  const around = await Neighbours.load(scope, passages);
  const wording = await wordingOf(scope, turn, work);
  return answerByModel(writer, fit({ ...material, passages, around, wording }, contextTokens), question, work);
}

/** The model that the asker chose, as far as they may still use it. */
async function modelFor(scope: Scope, { trial, settings }: Turn) {
  if (trial?.withoutModel) return { model: undefined, sees: false, contextTokens: undefined, instead: false };
  const { model, row, instead } = trial?.withoutChoice
    ? await ModelConnection.unchosen(scope)
    : await ModelConnection.answering(scope, settings?.modelId);
  const { sees = false, contextTokens } = row?.abilities ?? {};
  return { model, sees, contextTokens, instead };
}

async function understand(
  model: ChatModel | undefined,
  question: string,
  history: readonly History.Exchange[],
  { progress, trace, signal }: Work,
): Promise<Rewrite.Understood> {
  const asks = model !== undefined && Rewrite.isNeeded(question, history);
  if (asks) progress.stage("rewriting");
  const read = () => Rewrite.understand(model, question, history, signal);
  const understood = asks ? await timed(trace, "rewrite", read) : await read();
  if (understood.skipped) progress.draft.degraded ??= "rewrite.skipped";
  if (understood.question !== question) trace.rewritten = understood.question;
  return understood;
}

/** Searches as an answer to this turn does. */
export function search(scope: Scope, text: string, { libraryIds, filter, trial }: Turn): Promise<Search.Found> {
  const settings = trial && { settings: trial.settings };
  const where = { ...(libraryIds && { libraryIds }), ...(filter && { filter }) };
  return Search.run(scope, { text, ...where, limit: passagesMax, ...settings }, trial?.tried);
}

function refuse(
  sayings: Pick<Sayings, "refusal">,
  question: string,
  { passages, conditions, unmatched }: Pick<Search.Found, "conditions" | "unmatched"> & { passages: Passage[] },
  { progress }: Work,
): void {
  const near = passages.slice(0, nearestMax);
  progress.sources(sourcesOf(question, near));
  const narrowed = narrowedTo(question, conditions, unmatched);
  progress.write([refusal(sayings, question, near.length), narrowed].filter(Boolean).join("\n\n"));
}

/** Passages that come near, without a word of a model's. */
function showCandidates(question: string, passages: Passage[], { progress }: Work): void {
  const near = passages.slice(0, nearestMax);
  progress.sources(sourcesOf(question, near));
  progress.write(candidates(question, near.length));
}

/** Rows of questions and answers differ by something that the question does not say. */
function askBack(text: string, question: string, passages: Passage[], { progress }: Work): void {
  progress.sources(sourcesOf(question, passages.slice(0, nearestMax)));
  progress.write(text);
}

/** The answer somebody wrote to this very question, verbatim. */
function answerAtOnce(question: string, { hit, measure, value, cut }: Quick, { progress, trace }: Work): void {
  trace.quick = { chunkId: hit.chunkId, measure, value, cut };
  noteWriter({ id: quickModel }, progress, trace);
  progress.sources([toSource(hit, 1, nearest(question, hit), true)]);
  const text = withoutMarks(hit.text);
  // nothing can follow on the last line of a table or listing
  progress.write(`${text}${/(?:\||```|~~~)\s*$/.test(text) ? "\n\n" : " "}[1]`);
}

function sourcesOf(question: string, passages: readonly Passage[]) {
  return passages.map((passage, index) => toSource(passage, index + 1, nearest(question, passage), false));
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
  progress.sources(sourcesOf(question, passages));
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
        if (part.type === "switched") noteSwitch(part, progress, trace);
        if (part.type === "waiting") noteWait(part, progress);
        if (part.type === "parameters") noteParameters(trace, part);
        if (part.type === "finish") {
          addTokens(trace, part.tokens);
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
    const { checked: statements, unsupported } = support(draft.text, passages);
    trace.support = { checked: statements, unsupported: unsupported.length };
    if (unsupported.length > 0) draft.unsupported = unsupported;
    if (material.seen?.mayAnswer && draft.tier !== "refused" && !draft.sources.some(({ cited }) => cited)) {
      draft.basis = "pictures";
    }
  }
  if (!draft.text) {
    const message = "The model answered with nothing. Ask again; if it stays, choose another model in the settings.";
    throw new PublicError("unavailable", "model.empty", message);
  }
}

/** The best passages, as many as a model is given to read; always the first. */
export function readable(hits: readonly Search.Hit[]): Passage[] {
  let characters = 0;
  return hits.filter((hit, index) => (characters += hit.text.length) <= passageCharactersMax || index === 0);
}
