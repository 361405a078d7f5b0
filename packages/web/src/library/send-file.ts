import { postFile, UploadError } from "../app/post-file.ts";
import type { Client } from "../app/trpc.ts";
import { sendDirectly, type Progress, type Way } from "./direct-upload.ts";
import type { Sending, Upload } from "./upload-queue.ts";

/** Smaller files go through the desk in one request, wherever it runs. */
const directFromBytes = 4 * 1024 * 1024;

/** Sends files, each as soon as its batch is open: through the desk, or past it where it offers that for large ones. */
export function createSender({ upload: desk }: Pick<Client, "upload">) {
  /** Of uploads that broke off. */
  const begun = new Map<number, Progress>();
  let isOffered = true;

  async function wayOf({ id, libraryId, name, category, file }: Upload, batchId: string): Promise<Way | null> {
    if (!isOffered || file.size < directFromBytes) return null;
    const about = { libraryId, name, bytes: file.size, batchId, file: String(id) };
    const way = await desk.begin.mutate({ ...about, ...(category && { category }) });
    isOffered = way !== null;
    return way;
  }

  async function send(upload: Upload, onProgress: (bytes: number) => void, signal: AbortSignal) {
    const batch = await upload.batch;
    signal.throwIfAborted();
    const known = begun.get(upload.id);
    const way = known?.way ?? (await wayOf(upload, batch));
    if (!way) return sendThrough(upload, batch, onProgress, signal);
    const progress = known ?? { way, tags: new Map<number, string>() };
    begun.set(upload.id, progress);
    const calls = {
      addresses: (token: string, parts: number[]) => desk.addresses.mutate({ token, parts }),
      complete: (token: string, tags: string[]) => desk.complete.mutate({ token, tags }),
    };
    try {
      const added = await sendDirectly(calls, progress, upload.file, onProgress, signal);
      begun.delete(upload.id);
      return added;
    } catch (error) {
      const isLost = error instanceof UploadError && !signal.aborted;
      if (!isLost) begun.delete(upload.id);
      if (signal.aborted) void desk.discard.mutate({ token: way.token }).catch(() => undefined);
      throw error;
    }
  }

  return (upload: Upload, onProgress: (bytes: number) => void): Sending => {
    const stop = new AbortController();
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const finished = Promise.race([send(upload, onProgress, stop.signal), aborted]);
    const abort = () => {
      // one that was not begun tells nobody
      reject(new UploadError({ code: "connection.lost", message: "" }));
      stop.abort();
    };
    return { finished, abort };
  };
}

async function sendThrough(
  upload: Upload,
  batch: string,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<{ unchanged: boolean }> {
  const posting = postFile(addressOf(upload, batch), upload.file, onProgress);
  signal.addEventListener("abort", () => posting.abort(), { once: true });
  return { unchanged: (await posting.finished)["unchanged"] === true };
}

function addressOf({ id, libraryId, name, category }: Upload, batch: string): string {
  const query = new URLSearchParams({ name, batch, file: String(id), ...(category && { category }) });
  return `/api/libraries/${encodeURIComponent(libraryId)}/documents?${query}`;
}
