import { PublicError } from "../error.ts";
import { isMetadata, isPublic } from "./addresses.ts";
import { dial, DialError, type DialProblem, type Resolve } from "./dial.ts";

export interface Ask {
  method: "GET" | "POST";
  headers: Record<string, string>;
  /** Sent as the body. */
  json?: unknown;
  /** Whether the address may be inside the organisation's own network. Metadata services may not be asked even so. */
  allowPrivate: boolean;
  timeoutMs: number;
  bytesMax: number;
  signal: AbortSignal;
}

export interface Answered {
  status: number;
  type: string;
  text: string;
}

/** One request to a service whose address somebody entered, answered in text. Redirects are not followed. */
export async function guarded(url: URL, ask: Ask, resolve?: Resolve): Promise<Answered> {
  const { json, allowPrivate, headers, ...rest } = ask;
  const call = {
    ...rest,
    headers: { ...headers, ...(json !== undefined && { "content-type": "application/json" }) },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    mayReach: (address: string) => (allowPrivate ? !isMetadata(address) : isPublic(address)),
  };
  try {
    const { status, headers: answered, bytes } = await dial(url, call, resolve);
    return { status, type: answered["content-type"] ?? "", text: new TextDecoder().decode(bytes) };
  } catch (error) {
    if (error instanceof DialError) throw toPublicError(error, ask);
    throw error;
  }
}

function toPublicError(error: DialError, { timeoutMs, bytesMax }: Ask): PublicError {
  const forbidden = (why: string) => {
    return new PublicError("forbidden", "tool.forbidden_address", `The service's address may not be called. ${why}`);
  };
  const unavailable = (code: string, message: string) => {
    return new PublicError("unavailable", code, message, { cause: error });
  };
  const again = "Try again later, or tell an editor.";
  const errors: Record<DialProblem, () => PublicError> = {
    forbidden_form: () => forbidden("It must begin with http:// or https:// and hold no user name or password."),
    private_address: () =>
      forbidden("It leads into a private network. An administrator can allow that for this intent."),
    unknown_host: () => unavailable("tool.unreachable", "The service's name is not known. Check its address."),
    timed_out: () =>
      unavailable("tool.unreachable", `The service did not answer within ${timeoutMs / 1000} seconds. ${again}`),
    unreachable: () => unavailable("tool.unreachable", `The service could not be reached. ${again}`),
    too_large: () =>
      unavailable(
        "tool.too_long",
        `The service answered with more than ${bytesMax / 1024} kB, which is not read. Let it answer more briefly.`,
      ),
  };
  return errors[error.problem]();
}
