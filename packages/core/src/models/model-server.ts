import { toModelError, type Subject } from "./openai/openai-error.ts";
import { openAiFetch } from "./openai/openai-fetch.ts";

export interface ServerAddress {
  baseUrl: string;
  apiKey?: string;
  model: string;
}

export interface Call {
  timeoutMs: number;
  /** How often a request that the server could not take is sent again, each time after a longer pause. */
  retries: number;
  signal?: AbortSignal | undefined;
}

/** Sends one JSON request to a server that speaks OpenAI's dialect, and gives back what it answered, unread. */
export type Post = (path: string, body: Record<string, unknown>, call: Call) => Promise<unknown>;

/** The text as every server can take it: some fail at half a character or at none, or take a NUL for the end. */
export function sendable(text: string): string {
  return text.toWellFormed().replaceAll("\0", " ") || " ";
}

/** Errors are PublicErrors of the subject's codes, whose text holds neither key nor address. */
export function modelServer(address: ServerAddress, subject: Subject): Post {
  // loaded while other things go on; a failure shows when it is used
  const library = import("openai");
  library.catch(() => undefined);
  return async (path, body, { timeoutMs, retries, signal }) => {
    const { OpenAI } = await library;
    const client = new OpenAI({
      baseURL: address.baseUrl,
      apiKey: address.apiKey ?? "none",
      // it would log what it cannot parse, which may be somebody's text
      logLevel: "off",
      // an answer that sends us elsewhere must not be followed with the key
      fetchOptions: { redirect: "error" },
      fetch: openAiFetch,
    });
    try {
      return await client.post<unknown>(path, {
        body,
        timeout: timeoutMs,
        maxRetries: retries,
        ...(signal && { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw toModelError(error, address, subject);
    }
  };
}
