import { z } from "zod";
import { PublicError } from "../../error.ts";
import { filtered, garbled, imageOf, type ImageModel } from "../image-model.ts";
import { modelServer, sendable, type ServerAddress } from "../model-server.ts";

export interface OpenAiImagesOptions {
  timeoutMs?: number;
}

const Answer = z.object({ data: z.array(z.object({ b64_json: z.string().nullish() })) });

/** Any server with OpenAI's `/images/generations`. It knows no seed and nothing that is not to be seen. */
export function openAiImages(address: ServerAddress, { timeoutMs = 180_000 }: OpenAiImagesOptions = {}): ImageModel {
  const post = modelServer(address, "image model");
  /** Older models send an address when they are not asked for the image itself; newer ones refuse to be asked. */
  let asksForBytes = true;

  async function ask(body: Record<string, unknown>, signal?: AbortSignal): Promise<unknown> {
    const asks = asksForBytes;
    try {
      const call = { timeoutMs, retries: 0, signal };
      return await post("/images/generations", { ...body, ...(asks && { response_format: "b64_json" }) }, call);
    } catch (error) {
      if (!asks || !refuses(error, "response_format")) throw withRules(error);
      asksForBytes = false;
      return ask(body, signal);
    }
  }

  return {
    id: `openai/${address.model}`,
    takes: ["width", "height", "count"],
    async draw({ text, width, height, count }, signal) {
      const size = width !== undefined || height !== undefined ? `${width ?? 1024}x${height ?? 1024}` : undefined;
      const body = { model: address.model, prompt: sendable(text), n: count ?? 1, ...(size && { size }) };
      const read = Answer.safeParse(await ask(body, signal));
      const images = read.success
        ? read.data.data.flatMap(({ b64_json }) => (b64_json ? [imageOf(b64_json)] : []))
        : [];
      if (images.length === 0) throw garbled(address.model);
      return images;
    },
  };
}

function refuses(error: unknown, field: string): boolean {
  return error instanceof PublicError && error.code === "image_model.refused" && error.message.includes(field);
}

/** A refusal by the provider's rules on content is told as one. */
function withRules(error: unknown): unknown {
  const isRefusal = error instanceof PublicError && error.code === "image_model.refused";
  return isRefusal && /content.?polic|moderation|safety system|inappropriate/i.test(error.message) ? filtered() : error;
}
