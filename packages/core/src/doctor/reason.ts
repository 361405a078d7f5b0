import { PublicError } from "../error.ts";
import { plainError } from "../telemetry/plain-error.ts";

/** What went wrong, in one line and without what a statement carried. */
export function reasonOf(error: unknown): string {
  if (error instanceof PublicError) return error.message;
  const { message } = plainError(error);
  const cause = error instanceof Error ? error.cause : undefined;
  // where several addresses of a host were tried, only the code says something
  const more = [cause, error].map(codeOf).find((code) => code !== "" && !message.includes(code)) ?? "";
  return [message.split("\n")[0]?.slice(0, 300), more].filter(Boolean).join(", ") || "failed";
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
