import { PublicError } from "../error.ts";

/** The error for an original that the store does not hold any more. */
export function fileNotFound(cause: unknown): PublicError {
  const message = "The original file is no longer there. Add the document again.";
  return new PublicError("not_found", "file.not_found", message, { cause });
}
