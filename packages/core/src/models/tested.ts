import { PublicError } from "../error.ts";

/** How a try went. What goes wrong is reported, not thrown: it is what the button is for. */
export interface Tested {
  ok: boolean;
  milliseconds: number;
  model: string;
  /** The model's answer, or what went wrong and what to do. */
  message: string;
  /** What went wrong, for programs. */
  code?: string;
}

const testMs = 30_000;

/** Times one use of a model, which gives back what to show. */
export async function tested(
  model: string,
  use: (signal: AbortSignal) => Promise<string>,
  limitMs = testMs,
): Promise<Tested> {
  const start = performance.now();
  const report = (ok: boolean, message: string, code?: string): Tested => {
    return { ok, milliseconds: Math.round(performance.now() - start), model, message, ...(code && { code }) };
  };
  const signal = AbortSignal.timeout(limitMs);
  try {
    return report(true, await use(signal));
  } catch (error) {
    if (error instanceof PublicError) return report(false, error.message, error.code);
    if (!signal.aborted) throw error;
    const message = `No answer within ${limitMs / 1000} seconds. Is the model loaded and the server free?`;
    return report(false, message, "model.test_timeout");
  }
}
