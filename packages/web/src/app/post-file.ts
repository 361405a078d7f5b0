import type { Problem } from "./problem.ts";

/** An upload that the desk refused, or that never reached it. */
export class UploadError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = "UploadError";
    this.problem = problem;
  }
}

export interface Posting {
  /** What the desk answered. */
  finished: Promise<Record<string, unknown>>;
  abort(): void;
}

/** Sends bytes by XMLHttpRequest, the only way to see how much of them has left. Fails with an `UploadError`. */
export function postFile(address: string, body: Blob, onProgress: (bytes: number) => void): Posting {
  const request = new XMLHttpRequest();
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const lost = () => reject(new UploadError({ code: "connection.lost", message: "" }));
  request.upload.onprogress = (event) => onProgress(event.loaded);
  request.onload = () => {
    const answer = parse(request.responseText);
    if (request.status < 300) resolve(answer);
    else reject(new UploadError({ code: textOf(answer["code"]), message: textOf(answer["message"]) }));
  };
  request.onerror = lost;
  request.onabort = lost;
  request.ontimeout = lost;
  request.open("POST", address);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(body);
  return { finished: promise, abort: () => request.abort() };
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
