import { putPart } from "../app/post-file.ts";

/** What the desk says of a way straight into its store. */
export interface Way {
  token: string;
  partBytes: number;
  parts: number;
}

/** Calls of the desk. */
export interface DirectDesk {
  addresses: (token: string, parts: number[]) => Promise<string[]>;
  complete: (token: string, tags: string[]) => Promise<{ unchanged: boolean }>;
}

/** How far an upload has come; another attempt goes on from there. */
export interface Progress {
  way: Way;
  tags: Map<number, string>;
}

const lanes = 3;
const attempts = 4;

/** Sends what is missing of a file in parts, some at once, each again when it breaks off, and has it put together. */
export async function sendDirectly(
  desk: DirectDesk,
  { way, tags }: Progress,
  file: Blob,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
  retryMs = 1_000,
): Promise<{ unchanged: boolean }> {
  const { token, partBytes, parts } = way;
  const numbers = Array.from({ length: parts }, (_, at) => at + 1);
  const missing = numbers.filter((number) => !tags.has(number));
  const sent = new Map<number, number>();
  const partOf = (number: number) => file.slice((number - 1) * partBytes, number * partBytes);
  const tell = () => {
    const whole = [...tags.keys()].reduce((sum, number) => sum + partOf(number).size, 0);
    onProgress([...sent.values()].reduce((sum, bytes) => sum + bytes, whole));
  };

  async function send(number: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      // asked for anew each time: an address is good for a while only
      const [address = ""] = await desk.addresses(token, [number]);
      const putting = putPart(address, partOf(number), (bytes) => {
        sent.set(number, bytes);
        tell();
      });
      signal.addEventListener("abort", putting.abort, { once: true });
      try {
        tags.set(number, await putting.finished);
        return;
      } catch (error) {
        if (attempt === attempts || signal.aborted) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs * 2 ** attempt));
      } finally {
        signal.removeEventListener("abort", putting.abort);
        sent.delete(number);
        tell();
      }
    }
  }

  async function lane(): Promise<void> {
    for (let number = missing.shift(); number !== undefined; number = missing.shift()) await send(number);
  }

  await Promise.all(Array.from({ length: lanes }, lane));
  return desk.complete(
    token,
    numbers.map((number) => tags.get(number) ?? ""),
  );
}
