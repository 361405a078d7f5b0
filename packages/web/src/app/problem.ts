import { isServerError } from "./trpc.ts";
import type { Texts } from "./i18n/zh.ts";

/** What went wrong, in words for people. */
export interface Problem {
  code: string;
  message: string;
}

/** Takes any error apart. What did not come from the server is a connection that failed. */
export function problemOf(error: unknown): Problem {
  if (isServerError(error)) {
    const { data } = error;
    if (!data) return { code: "connection.lost", message: error.message };
    // zod's own list of issues is for programs
    if (data.code === "BAD_REQUEST" && data.kind === null)
      return { code: "input.invalid", message: issuesIn(error.message) };
    return { code: data.code, message: error.message };
  }
  return { code: "connection.lost", message: error instanceof Error ? error.message : String(error) };
}

/** Which rule stopped a question and what a provider did not like stands in the server's sentence alone. */
const toldByServer = /\.(guarded|refused|contract_invalid)$/;

/** The text for a problem: ours in the person's language where we know the code, else the server's. */
export function problemText(t: Texts, { code, message }: Problem): string {
  const texts: Record<string, string> = t.problems;
  const ours = texts[code];
  if (ours === undefined) return message || t.common.unknownProblem;
  const isTold = toldByServer.test(code) && message !== "" && message !== code;
  return isTold ? t.common.toldProblem(ours, message) : ours;
}

export function errorText(t: Texts, error: unknown): string {
  return problemText(t, problemOf(error));
}

function issuesIn(message: string): string {
  try {
    const issues: unknown = JSON.parse(message);
    if (!Array.isArray(issues)) return message;
    return issues.flatMap((issue: unknown) => (hasMessage(issue) ? [issue.message] : [])).join(" ");
  } catch (error) {
    if (error instanceof SyntaxError) return message;
    throw error;
  }
}

function hasMessage(value: unknown): value is { message: string } {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}
