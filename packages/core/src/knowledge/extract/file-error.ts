import { PublicError } from "../../error.ts";

/** A file that cannot be read, with a message that says what to do about it. */
export function fileError(problem: string, message: string, cause?: unknown): PublicError {
  return new PublicError("invalid", `file.${problem}`, message, cause === undefined ? {} : { cause });
}

/** A limit in words, "32 MB". */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
