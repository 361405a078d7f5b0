import { z } from "zod";
import { PublicError } from "../../error.ts";
import type { Image } from "../chat-model.ts";
import { filtered, garbled, imageOf, type ImageModel, type ImageWish } from "../image-model.ts";
import { inLanes } from "../in-lanes.ts";
import type { AwsClients } from "./aws-client.ts";
import type { BedrockPlace } from "./bedrock-address.ts";
import { bareId } from "./bedrock-families.ts";
import { invoke } from "./bedrock-invocation.ts";

export interface BedrockImageOptions {
  timeoutMs?: number;
}

const countMax = 5;

/** Both vendors answer alike; one tells in `error`, the other in `finish_reasons` that something was kept back. */
const Answer = z.object({
  images: z.array(z.string()).nullish(),
  error: z.string().nullish(),
  finish_reasons: z.array(z.string().nullable()).nullish(),
});

/** An image model in Bedrock: Nova Canvas, Titan Image Generator, or one of Stability AI. */
export function bedrockImage(
  aws: AwsClients,
  place: BedrockPlace,
  { timeoutMs = 120_000 }: BedrockImageOptions = {},
): ImageModel {
  const id = bareId(place.model);
  const call = { ...place, subject: "image model" as const };

  async function ask(body: object, signal?: AbortSignal): Promise<Image[]> {
    const read = Answer.safeParse(await invoke(aws, call, body, { timeoutMs, signal }));
    if (!read.success) throw garbled(place.model);
    const { images, error, finish_reasons } = read.data;
    const drawn = (images ?? []).flatMap((base64, i) => (finish_reasons?.[i] ? [] : [imageOf(base64)]));
    if (drawn.length > 0) return drawn;
    const reason = error ?? finish_reasons?.find((one) => one !== null);
    throw reason && /filter|block|polic|moderat/i.test(reason) ? filtered() : garbled(place.model);
  }

  return {
    id: `bedrock/${place.model}`,
    takes: id.startsWith("amazon.")
      ? ["without", "width", "height", "count", "guidance", "seed"]
      : ["without", "width", "height", "count", "seed"],
    async draw(wish, signal) {
      const count = Math.min(Math.max(wish.count ?? 1, 1), countMax);
      if (id.startsWith("amazon.")) return ask(amazonBody(wish, count, id), signal);
      if (!id.startsWith("stability.")) throw unsupported(place.model);
      // one image a call
      const bodies = Array.from({ length: count }, (_, i) => stabilityBody(wish, i));
      return (await inLanes(bodies, 2, (body) => ask(body, signal))).flat();
    },
  };
}

function amazonBody({ text, without, width, height, guidance, seed }: ImageWish, count: number, id: string): object {
  const size = width !== undefined || height !== undefined ? amazonSize(width ?? 1024, height ?? 1024, id) : {};
  return {
    taskType: "TEXT_IMAGE",
    textToImageParams: { text, ...(without && { negativeText: without }) },
    imageGenerationConfig: {
      numberOfImages: count,
      ...size,
      ...(guidance !== undefined && { cfgScale: Math.min(Math.max(guidance, 1.1), 10) }),
      ...(seed !== undefined && { seed }),
    },
  };
}

/** Nova draws any size in steps of sixteen pixels, up to four times as long as wide; Titan three shapes. */
function amazonSize(width: number, height: number, id: string): { width: number; height: number } {
  if (id.startsWith("amazon.titan")) {
    if (width >= height * 1.25) return { width: 1152, height: 768 };
    return height >= width * 1.25 ? { width: 768, height: 1152 } : { width: 1024, height: 1024 };
  }
  const stepped = (pixels: number) => Math.round(Math.min(Math.max(pixels, 320), 2048) / 16) * 16;
  const [longer, shorter] = [Math.max(stepped(width), stepped(height)), Math.min(stepped(width), stepped(height))];
  const bounded = Math.max(shorter, Math.ceil(longer / 4 / 16) * 16);
  return width >= height ? { width: longer, height: bounded } : { width: bounded, height: longer };
}

const shapes = ["21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21"] as const;

function stabilityBody({ text, without, width, height, seed }: ImageWish, nth: number): object {
  const shape = width !== undefined || height !== undefined ? shapeOf((width ?? 1024) / (height ?? 1024)) : undefined;
  return {
    prompt: text,
    mode: "text-to-image",
    output_format: "png",
    ...(without && { negative_prompt: without }),
    ...(shape && { aspect_ratio: shape }),
    // several of one seed would be the same image
    ...(seed !== undefined && { seed: seed + nth }),
  };
}

function shapeOf(ratio: number): string {
  const farness = (shape: string) => {
    const [wide = 1, high = 1] = shape.split(":").map(Number);
    return Math.abs(Math.log(wide / high / ratio));
  };
  return shapes.reduce((best, shape) => (farness(shape) < farness(best) ? shape : best));
}

function unsupported(model: string) {
  const message = `Docent does not know how "${model}" is asked for images. An administrator can choose Nova Canvas, Titan Image Generator or a model of Stability AI in the settings.`;
  return new PublicError("unavailable", "image_model.model_unsupported", message);
}
