/** What went wrong, in the seven ways a client can act on. Mapped to HTTP in one place, `functions/src/trpc/trpc.ts`. */
export type ErrorKind =
  "invalid" | "unauthenticated" | "forbidden" | "not_found" | "conflict" | "limited" | "unavailable";

/** An error whose message may be shown to the person using Docent. Anything else stays in the log. */
export class PublicError extends Error {
  readonly kind: ErrorKind;
  /** For programs: `noun.problem`, for example `document.not_found`. */
  readonly code: string;

  constructor(kind: ErrorKind, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PublicError";
    this.kind = kind;
    this.code = code;
  }
}
