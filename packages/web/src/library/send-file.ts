import { postFile, UploadError, type Posting } from "../app/post-file.ts";
import type { Sending, Upload } from "./upload-queue.ts";

/** Sends one file, as soon as its batch is open. */
export function sendFile(upload: Upload, onProgress: (bytes: number) => void): Sending {
  const { promise, resolve, reject } = Promise.withResolvers<{ unchanged: boolean }>();
  let posting: Posting | undefined;
  let aborted = false;
  upload.batch.then((batch) => {
    if (aborted) return;
    posting = postFile(addressOf(upload, batch), upload.file, onProgress);
    posting.finished.then(({ unchanged }) => resolve({ unchanged: unchanged === true }), reject);
  }, reject);
  const abort = () => {
    aborted = true;
    posting?.abort();
    // one that was not begun tells nobody
    reject(new UploadError({ code: "connection.lost", message: "" }));
  };
  return { finished: promise, abort };
}

function addressOf({ id, libraryId, name, category }: Upload, batch: string): string {
  const query = new URLSearchParams({ name, batch, file: String(id), ...(category && { category }) });
  return `/api/libraries/${encodeURIComponent(libraryId)}/documents?${query}`;
}
