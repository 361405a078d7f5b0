import type { z } from "zod";
import { requireRole, type Scope } from "../../scope.ts";
import { metered } from "../../usage/meter.ts";
import type { ChatModel } from "../chat-model.ts";
import { measure } from "../../pictures/picture-file.ts";
import { tested, type Tested } from "../tested.ts";
import { cosine } from "../vector.ts";
import { find, keyToTry, Try } from "./entry.ts";
import { chatAddress, embedderPlace, imageAddress, rerankerAddress } from "./entry-row.ts";
import { checkProvider, type Key, type Place } from "./place.ts";

/** Loading a model from a slow disk takes longer than any server may take to answer. */
const retrievalMs = 120_000;
const question = "How long is parental leave?";
const texts = ["Parents may stay at home for twelve weeks after a birth.", "The printer is on the second floor."];

/** Has a model do its work once, stored or not. What goes wrong is reported, not thrown. */
export async function run(scope: Scope, input: z.input<typeof Try>): Promise<Tested & { dimensions?: number }> {
  requireRole(scope, "admin");
  const wanted = Try.parse(input);
  const { kind, place } = wanted;
  checkProvider(kind, place);
  let dimensions: number | undefined;
  const outcome = await tested(
    place.model,
    async (signal) => {
      const key = await keyToTry(scope, wanted);
      if (kind === "chat") return shortAnswer(await chatModel(scope, wanted, key), signal);
      if (kind === "rerank") return rank(scope, place, key, signal);
      if (kind === "image") return drawOnce(scope, place, key, signal);
      const found = await embed(scope, place, key, signal);
      dimensions = found.dimensions;
      return found.said;
    },
    kind === "chat" ? undefined : retrievalMs,
  );
  return { ...outcome, ...(dimensions && { dimensions }) };
}

async function chatModel(scope: Scope, { id, place }: z.infer<typeof Try>, key: Key | undefined): Promise<ChatModel> {
  const row = id === undefined ? undefined : await find(scope, id);
  const counted = { modelId: row?.id ?? null, name: row?.name ?? place.model, price: row?.price ?? null };
  const model = scope.chatModels.connect(chatAddress(place, key));
  return metered(scope, { ...counted, limits: {}, connect: async () => undefined }, model);
}

async function shortAnswer(model: ChatModel, signal: AbortSignal): Promise<string> {
  const messages = [{ role: "user" as const, text: "Reply with the one word: ready" }];
  const prompt = { system: "", messages, stage: "try" as const };
  let text = "";
  for await (const part of model.stream(prompt, signal)) {
    if (part.type === "text-delta") text += part.text;
    if (part.type === "retract") text = "";
    if (text.length > 200) break;
  }
  return text.trim().slice(0, 200);
}

/** Embeds a question, its answer and something else, and says how near each is. */
async function embed(scope: Scope, place: Place, key: Key | undefined, signal: AbortSignal) {
  const where = embedderPlace(place, key);
  const { dimensions } = await scope.embedders.probe(where, signal);
  const embedder = scope.embedders.connect({ ...where, dimensions });
  const [asked] = await embedder.embed([question], "query", signal);
  const [answer, other] = await embedder.embed(texts, "passage", signal);
  if (!asked || !answer || !other) throw new Error("the embedder gave too few vectors");
  return { dimensions, said: `${cosine(asked, answer).toFixed(2)} : ${cosine(asked, other).toFixed(2)}` };
}

/** Has a question's answer and something else scored, and shows both scores. */
async function rank(scope: Scope, place: Place, key: Key | undefined, signal: AbortSignal): Promise<string> {
  const reranker = scope.rerankers.connect(rerankerAddress(place, key));
  const scores = await reranker.rerank(question, texts, signal);
  return scores.map((score) => score.toFixed(2)).join(" : ");
}

/** Has one image drawn, and says how large it came out. */
async function drawOnce(scope: Scope, place: Place, key: Key | undefined, signal: AbortSignal): Promise<string> {
  const model = scope.imageModels.connect(imageAddress(place, key));
  const [image] = await model.draw({ text: "A red apple on a white table." }, signal);
  if (!image) throw new Error("the image model gave no image");
  const { width, height } = measure(image.bytes);
  return `${width} × ${height}`;
}
