import type { Problem } from "../app/problem.ts";
import type { Sending, Upload } from "./upload-queue.ts";

/** An upload that the desk refused, or that never reached it. */
export class UploadError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "UploadError";
    this.problem = problem;
  }
}

/** Sends one file by XMLHttpRequest, the only way to see how much of it has left. */
export function sendFile(upload: Upload, onProgress: (bytes: number) => void): Sending {
  const request = new XMLHttpRequest();
  const { promise, resolve, reject } = Promise.withResolvers<{ unchanged: boolean }>();
  const lost = () => reject(new UploadError({ code: "connection.lost", message: "" }));
  request.upload.onprogress = (event) => onProgress(event.loaded);
  request.onload = () => {
    const body = parse(request.responseText);
    if (request.status < 300) resolve({ unchanged: body.unchanged === true });
    else reject(new UploadError({ code: textOf(body.code), message: textOf(body.message) }));
  };
  request.onerror = lost;
  request.onabort = lost;
  request.ontimeout = lost;
  let aborted = false;
  upload.batch.then((batch) => {
    if (!aborted) start(request, upload, batch);
  }, reject);
  const abort = () => {
    aborted = true;
    request.abort();
    // one that was not begun tells nobody
    lost();
  };
  return { finished: promise, abort };
}

function start(request: XMLHttpRequest, { id, libraryId, name, category, file }: Upload, batch: string): void {
  const query = new URLSearchParams({ name, batch, file: String(id), ...(category && { category }) });
  request.open("POST", `/api/libraries/${encodeURIComponent(libraryId)}/documents?${query}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(file);
}

function parse(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? { ...body } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
