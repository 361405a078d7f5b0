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

/** Sends bytes to the desk. Fails with an `UploadError`. */
export function postFile(address: string, body: Blob, onProgress: (bytes: number) => void): Posting {
  const type = "application/octet-stream";
  const { request, loaded, abort } = transfer("POST", address, body.slice(0, body.size, type), onProgress);
  const finished = loaded.then(() => {
    const answer = parse(request.responseText);
    if (request.status < 300) return answer;
    throw new UploadError({ code: textOf(answer["code"]), message: textOf(answer["message"]) });
  });
  return { finished, abort };
}

/** Sends bytes to a store that names what it got by a tag. Any refusal is like a lost connection: it may be tried again. */
export function putPart(address: string, body: Blob, onProgress: (bytes: number) => void) {
  // of a type that was not signed the store would want to know
  const { request, loaded, abort } = transfer("PUT", address, body.slice(0, body.size, ""), onProgress);
  const finished = loaded.then(() => {
    const tag = request.getResponseHeader("etag");
    if (request.status < 300 && tag) return tag;
    throw lost();
  });
  return { finished, abort };
}

/** By XMLHttpRequest, the only way to see how much has left. */
function transfer(method: string, address: string, body: Blob, onProgress: (bytes: number) => void) {
  const request = new XMLHttpRequest();
  const { promise: loaded, resolve, reject } = Promise.withResolvers<void>();
  const fail = () => reject(lost());
  request.upload.onprogress = (event) => onProgress(event.loaded);
  request.onload = () => resolve();
  request.onerror = fail;
  request.onabort = fail;
  request.ontimeout = fail;
  request.open(method, address);
  request.send(body);
  return { request, loaded, abort: () => request.abort() };
}

function lost(): UploadError {
  return new UploadError({ code: "connection.lost", message: "" });
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
