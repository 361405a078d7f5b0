import { PublicError } from "../error.ts";
import { cannotSee } from "../models/broken-answer.ts";
import { clean } from "../knowledge/ingest/split.ts";
import type { ChatModel, Image } from "../models/chat-model.ts";
import * as Picture from "../pictures/picture.ts";
import type { Scope } from "../scope.ts";
import type { Tier } from "./citation.ts";
import type { Exchange } from "./history.ts";
import { lookPrompt } from "./prompts/look.ts";
import { isNeeded, type Understood } from "./rewrite.ts";
import { reply } from "./say.ts";
import { timed } from "./tracing.ts";
import type { Turn, Work } from "./work.ts";

/** The question's own pictures and those of the exchanges before it: no more are shown to a model at once. */
const picturesMax = Picture.picturesMax;
const bytesMax = 8_000_000;
/** Looking that takes longer keeps people waiting more than it helps them. */
const budgetMs = 20_000;
const searchLengthMax = 500;

/** The pictures that a question is asked with, ready for a model. */
export interface Seen {
  own: readonly Image[];
  /** Those of earlier exchanges, by the exchange. */
  before: ReadonlyMap<Exchange, readonly Image[]>;
  /** Whether the question may be about them, so that what is read off them is an answer where the documents have none. */
  mayAnswer: boolean;
}

/** What can be shown of a turn to its model. */
export interface Sight {
  model: ChatModel | undefined;
  /** Whether its entry says so. */
  sees: boolean;
}

/**
 * Opens the pictures of the question and, as far as there is room, of the latest exchanges before it. Throws
 * `picture.no_model` and `model.cannot_see` when nobody could look at those of the question.
 */
export async function open(
  scope: Scope,
  { question, pictureIds }: Pick<Turn, "question" | "pictureIds">,
  history: readonly Exchange[],
  { model, sees }: Sight,
): Promise<Seen> {
  const wanted = pictureIds ?? [];
  if (wanted.length && !model) throw nobodyLooks();
  if (wanted.length && !sees) throw cannotSee();
  const before = new Map<Exchange, readonly Image[]>();
  if (!sees) return { own: [], before, mayAnswer: false };
  const own = await Picture.open(scope, wanted);
  let room = picturesMax - own.length;
  let bytes = bytesMax - sum(own);
  for (const exchange of history.toReversed()) {
    const images = await Picture.open(scope, (exchange.pictureIds ?? []).slice(0, room));
    if (!images.length || sum(images) > bytes) continue;
    before.set(exchange, images);
    room -= images.length;
    bytes -= sum(images);
  }
  return { own, before, mayAnswer: own.length > 0 || (before.size > 0 && isNeeded(question, history)) };
}

/** Passages that only come near are given to a model that sees: it alone can tell whether they fit what is shown. */
export function tierWith({ mayAnswer }: Seen, tier: Tier): Tier {
  return mayAnswer && tier === "candidates" ? "hedged" : tier;
}

/** Has the model look at the pictures first: what is searched for are the words of the question and of what they show. */
export async function understand(
  model: ChatModel,
  { question, images, history }: { question: string; images: readonly Image[]; history: readonly Exchange[] },
  work: Work,
): Promise<Understood> {
  work.progress.stage("looking");
  const looked = await timed(work.trace, "looking", () => look(model, { question, images, history }, work));
  if (looked === undefined) work.progress.draft.degraded ??= "looking.skipped";
  else work.trace.rewritten = looked;
  return { question: looked ?? question, skipped: false };
}

/** Undefined when it took too long, failed, or came to nothing: the question's own words are searched for then. */
async function look(
  model: ChatModel,
  about: Parameters<typeof lookPrompt>[0],
  work: Work,
): Promise<string | undefined> {
  const budget = AbortSignal.any([work.signal, AbortSignal.timeout(budgetMs)]);
  try {
    const written = await reply(model, lookPrompt(about), { ...work, signal: budget });
    return clean(written).replace(/\s+/g, " ").trim().slice(0, searchLengthMax).toWellFormed() || undefined;
  } catch (error) {
    if (work.signal.aborted || !(budget.aborted || error instanceof PublicError)) throw error;
    return undefined;
  }
}

function sum(images: readonly Image[]): number {
  return images.reduce((bytes, image) => bytes + image.bytes.length, 0);
}

function nobodyLooks() {
  const message =
    "No model is connected that could look at the picture. Remove it and ask in words, or ask an administrator to connect a model that sees.";
  return new PublicError("unavailable", "picture.no_model", message);
}
