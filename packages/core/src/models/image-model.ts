import type { Image } from "./chat-model.ts";

/** Draws images of what somebody describes. */
export interface ImageModel {
  /** For logs and for what is shown beside the image, e.g. "bedrock/amazon.nova-canvas-v1:0". */
  readonly id: string;
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
  /** The same seed gives the same image again. */
  seed?: number;
}
