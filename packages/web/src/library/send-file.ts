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
export function sendFile({ libraryId, name, category, file }: Upload, onProgress: (bytes: number) => void): Sending {
  const request = new XMLHttpRequest();
  const finished = new Promise<{ unchanged: boolean }>((resolve, reject) => {
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
    const query = new URLSearchParams({ name, ...(category && { category }) });
    request.open("POST", `/api/libraries/${encodeURIComponent(libraryId)}/documents?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
  return { finished, abort: () => request.abort() };
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
