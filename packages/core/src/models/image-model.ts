import type { BedrockPlace } from "./aws/bedrock-address.ts";
import { PublicError } from "../error.ts";
import type { Image } from "./chat-model.ts";
import type { ServerAddress } from "./model-server.ts";

/** Draws images of what somebody describes. */
export interface ImageModel {
  /** For logs and for what is shown beside the image, e.g. "bedrock/amazon.nova-canvas-v1:0". */
  readonly id: string;
  /** What of a wish it heeds, besides the text. The rest is not sent. */
  readonly takes: readonly Detail[];
  /** At least one image. Throws a PublicError whose code begins with `image_model.`. */
  draw(wish: ImageWish, signal?: AbortSignal): Promise<Image[]>;
}

/** What is absent is the vendor's own default. Few models heed all of it: an adapter sends what its model takes. */
export interface ImageWish {
  text: string;
  /** What is not to be in it. */
  without?: string;
  /** In pixels. A model takes the nearest that it can. */
  width?: number;
  height?: number;
  count?: number;
  /** How closely the text is kept to. */
  guidance?: number;
  /** How often the image is gone over. */
  steps?: number;
  /** The same seed gives the same image again. */
  seed?: number;
}

export type Detail = Exclude<keyof ImageWish, "text">;

/** How to reach an image model: a server with OpenAI's `/images/generations`, or a model in Bedrock. */
export type ImageAddress = ({ provider: "openai" } & ServerAddress) | ({ provider: "bedrock" } & BedrockPlace);

/** Makes image models from stored addresses. Connecting costs nothing. */
export interface ImageModels {
  connect(address: ImageAddress): ImageModel;
}

/** An image as vendors send it inside of JSON. Some send JPEG whatever they were asked for. */
export function imageOf(base64: string): Image {
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const isWebp = Buffer.from(bytes.subarray(0, 12)).toString("latin1").startsWith("RIFF");
  return { type: isJpeg ? "image/jpeg" : isWebp ? "image/webp" : "image/png", bytes };
}

export function filtered() {
  const message = "The image model's provider withheld the image by its content rules. Try again in other words.";
  return new PublicError("unavailable", "image_model.filtered", message);
}

export function garbled(model: string) {
  const message = `"${model}" sent no image. Try again; if it stays, check in the settings that it is a model for images.`;
  return new PublicError("unavailable", "image_model.garbled", message);
}
