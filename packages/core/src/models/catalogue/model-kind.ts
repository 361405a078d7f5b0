/** What a model can do. */
export const modelKinds = ["chat", "embed", "rerank", "image"] as const;
export type ModelKind = (typeof modelKinds)[number];

/** What a company has one model for. `embed-next` is the embedder that an index is being built with. */
export const modelUses = ["chat", "embed", "embed-next", "rerank", "image"] as const;
export type ModelUse = (typeof modelUses)[number];

export const kindOf = {
  chat: "chat",
  embed: "embed",
  "embed-next": "embed",
  rerank: "rerank",
  image: "image",
} as const satisfies Record<ModelUse, ModelKind>;
