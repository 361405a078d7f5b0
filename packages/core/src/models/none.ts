import { PublicError } from "../error.ts";
import type { Embedders } from "./embedder.ts";
import type { Rerankers } from "./reranker.ts";

function unsupported(): never {
  throw new PublicError("invalid", "model.unsupported", "This desk cannot connect models of this kind.");
}

export const noEmbedders: Embedders = { connect: unsupported, probe: unsupported };
export const noRerankers: Rerankers = { connect: unsupported };
