import { z } from "zod";
import { PublicError } from "../../error.ts";
import type { AwsKey } from "../aws/aws-place.ts";
import type { ModelKind } from "./model-kind.ts";

const model = z.string().trim().min(1).max(200);
const region = z
  .string()
  .trim()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "must look like us-east-1");
/** Ends where `/chat/completions`, `/embeddings`, `/rerank` or `/images/generations` begins, for most servers in `/v1`. */
const baseUrl = z.string().max(500).transform(checkedUrl);

/** Where a model is, without the key to it. */
export const Place = z.discriminatedUnion("provider", [
  /** A server that speaks OpenAI's dialect. */
  z.strictObject({ provider: z.literal("openai"), baseUrl, model }),
  /** A server with a `/rerank` as Jina and Cohere have. */
  z.strictObject({ provider: z.literal("rerank-api"), baseUrl, model }),
  z.strictObject({
    provider: z.literal("bedrock"),
    region,
    model: z.string().trim().min(1).max(2048),
    guardrail: z
      .strictObject({ id: z.string().trim().min(1).max(2048), version: z.string().trim().min(1).max(10) })
      .exactOptional(),
  }),
  z.strictObject({
    provider: z.literal("sagemaker"),
    region,
    endpoint: z.string().trim().min(1).max(63),
    component: z.string().trim().min(1).max(63).exactOptional(),
    archive: z.string().trim().min(1).max(1000).exactOptional(),
    /** What its container takes and gives: the name of a contract, or one written out, see `aws/contract.ts`. */
    contract: z.union([z.string().trim().min(1).max(200), z.record(z.string(), z.json())]),
    model,
  }),
  /** In the desk's own folder of models. */
  z.strictObject({ provider: z.literal("onnx"), model }),
]);
export type Place = z.infer<typeof Place>;
export type Provider = Place["provider"];

/** Which providers have models of a kind. */
export const providersOf: Record<ModelKind, readonly Provider[]> = {
  chat: ["openai", "bedrock", "sagemaker"],
  embed: ["openai", "bedrock", "sagemaker", "onnx"],
  rerank: ["rerank-api", "bedrock", "sagemaker", "onnx"],
  image: ["openai", "bedrock"],
};

export const Key = z.discriminatedUnion("type", [
  /** An API key, sent as a bearer token. */
  z.strictObject({ type: z.literal("bearer"), token: z.string().trim().min(1).max(4000) }),
  z.strictObject({
    type: z.literal("iam"),
    accessKeyId: z.string().trim().min(1).max(200),
    secretAccessKey: z.string().trim().min(1).max(200),
    sessionToken: z.string().trim().min(1).max(4000).exactOptional(),
  }),
]) satisfies z.ZodType<AwsKey>;
export type Key = z.infer<typeof Key>;

/** Whether a key for one of the places may be used for the other: it goes to no other server than it was entered for. */
export function shareKey(a: Place, b: Place): boolean {
  if ("baseUrl" in a && "baseUrl" in b) return new URL(a.baseUrl).origin === new URL(b.baseUrl).origin;
  return "region" in a && "region" in b && a.region === b.region;
}

/** Throws `model.provider_unfit` for a provider that has no models of this kind. */
export function checkProvider(kind: ModelKind, { provider }: Place): void {
  if (providersOf[kind].includes(provider)) return;
  const message = `Models of this kind come from: ${providersOf[kind].join(", ")}.`;
  throw new PublicError("invalid", "model.provider_unfit", message);
}

function checkedUrl(text: string): string {
  const url = URL.parse(text.trim());
  const isPlain = url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash;
  if (isPlain)
    return url.href.replace(/\/+$/, "").replace(/\/(chat\/completions|embeddings|rerank|images\/generations)$/, "");
  throw new PublicError(
    "invalid",
    "model.url_invalid",
    "The address must look like https://api.example.com/v1: http or https, without user name, password or parameters.",
  );
}
