import type { Inputs, Outputs } from "../app/trpc.ts";

/** A model of the catalogue. */
export type Entry = Outputs["model"]["list"][number];
export type Kind = Entry["kind"];
export type Use = Inputs["model"]["use"]["use"];
export type Tried = Outputs["model"]["try"];
export type Place = Inputs["model"]["add"]["place"];
export type Provider = Place["provider"];
export type Key = NonNullable<Inputs["model"]["add"]["key"]>;

/** In the order in which people meet them. Each use has one kind of model of the same name. */
export const kinds = ["chat", "embed", "rerank", "image"] as const satisfies readonly Kind[];

/** What tells where a model is, in a word: the server, the region, or nothing for one on this machine. */
export function whereOf(place: Place): string | null {
  switch (place.provider) {
    case "openai":
    case "rerank-api":
      return new URL(place.baseUrl).host;
    case "bedrock":
      return place.region;
    case "sagemaker":
      return `${place.endpoint} · ${place.region}`;
    case "onnx":
      return null;
  }
}

/** A stored key goes to no other server, or region of AWS, than it was entered for. */
export function shareKey(a: Place, b: Place): boolean {
  if ("baseUrl" in a && "baseUrl" in b) return originOf(a.baseUrl) === originOf(b.baseUrl);
  return "region" in a && "region" in b && a.region === b.region;
}

function originOf(url: string): string {
  return URL.parse(url.trim())?.origin ?? url;
}
