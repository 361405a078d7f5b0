import type { Embedder } from "../models/embedder.ts";
import type { ImageModel } from "../models/image-model.ts";
import type { Reranker } from "../models/reranker.ts";
import type { Scope } from "../scope.ts";
import { noteCall } from "./bill.ts";
import { tokensIn } from "./estimate.ts";
import { reserve, write, type Counted } from "./reservation.ts";
import type { Stage } from "./stage.ts";

/** The embedder, whose calls are written down. Its server does not say what they take, so that is estimated. */
export function meteredEmbedder(scope: Scope, of: Counted, embedder: Embedder): Embedder {
  return {
    ...embedder,
    async embed(texts, kind, signal) {
      const [text] = texts;
      const call = () => embedder.embed(texts, kind, signal);
      if (texts.length === 1 && kind === "query" && embedder.remembers?.(text ?? "")) return call();
      const stage = kind === "query" ? "question" : "index";
      return counted(scope, { of, stage, input: totalOf(texts), signal }, call);
    },
  };
}

/** The same for a reranker, which reads the question with each of the passages. */
export function meteredReranker(scope: Scope, of: Counted, reranker: Reranker): Reranker {
  return {
    ...reranker,
    async rerank(question, texts, signal) {
      const input = totalOf(texts) + texts.length * tokensIn(question);
      return counted(scope, { of, stage: "rerank", input, signal }, () => reranker.rerank(question, texts, signal));
    },
  };
}

/** The same for a model that draws, by the words of what it is asked for. */
export function meteredImages(scope: Scope, of: Counted, model: ImageModel): ImageModel {
  return {
    ...model,
    draw: (wish, signal) =>
      counted(scope, { of, stage: "picture", input: tokensIn(wish.text), signal }, () => model.draw(wish, signal)),
  };
}

interface Taken {
  of: Counted;
  stage: Stage;
  input: number;
  signal: AbortSignal | undefined;
}

async function counted<T>(scope: Scope, { of, stage, input, signal }: Taken, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const startedAt = scope.now();
  const note = async (state: "answered" | "stopped" | "failed") => {
    const tokens = { input: state === "failed" ? 0 : input, output: 0 };
    const call = reserve(scope, of, stage, tokens);
    const milliseconds = Math.round(performance.now() - start);
    const { cost } = call;
    const made = {
      stage,
      model: of.name,
      tokens,
      ...(cost && { cost }),
      estimated: true as const,
      state,
      milliseconds,
    };
    noteCall(scope, made, of.provider);
    await write(scope, call, state, startedAt).catch((error: unknown) => {
      scope.log.error("usage.not_written", { stage, error });
    });
  };
  try {
    const result = await work();
    await note("answered");
    return result;
  } catch (error) {
    await note(signal?.aborted ? "stopped" : "failed");
    throw error;
  }
}

function totalOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + tokensIn(text), 0);
}
