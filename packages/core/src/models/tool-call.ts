import { PublicError } from "../error.ts";

/** Something that a model may ask for. */
export interface ToolOffer {
  /** Letters, digits, hyphens and underscores, at most 64: vendors take no other name. */
  name: string;
  /** When to ask for it, in words. */
  description: string;
  /** JSON Schema of an object. */
  parameters: Record<string, unknown>;
}

/** What a model asks for, whole. */
export interface ToolCall {
  /** Names the call to the vendor when its result is told. */
  id: string;
  name: string;
  arguments: Record<string, unknown>;
}

/** What came of a call. */
export interface ToolResult {
  id: string;
  name: string;
  text: string;
  /** Whether it was refused or failed: `text` tells why. */
  failed?: boolean;
}

/** A piece of a call, as vendors send them: what is absent was said before, or is never said. */
export interface CallPiece {
  /** Which of several calls it belongs to. */
  index: number;
  id?: string;
  name?: string;
  /** Of the arguments' JSON; some servers send them as an object. */
  arguments?: unknown;
}

interface Begun {
  id: string | undefined;
  name: string;
  json: string;
}

/** Joins calls out of their pieces. Some servers send each call whole, all under one index and without ids. */
export function joinCalls(): { push(piece: CallPiece): void; end(): ToolCall[] } {
  const calls: Begun[] = [];
  const open = new Map<number, Begun>();
  return {
    push({ index, id, name, arguments: more }) {
      const known = open.get(index);
      const call = known && !isNext(known, id, name) ? known : { id: undefined, name: "", json: "" };
      if (call !== known) {
        calls.push(call);
        open.set(index, call);
      }
      call.id ??= id || undefined;
      call.name ||= name ?? "";
      if (typeof more === "string") call.json += more;
      else if (typeof more === "object" && more !== null) call.json = JSON.stringify(more);
    },
    end: () => calls.map(({ id, name, json }, i) => ({ id: id ?? `call-${i + 1}`, name, arguments: objectIn(json) })),
  };
}

function isNext(known: Begun, id: string | undefined, name: string | undefined): boolean {
  if (id && known.id && id !== known.id) return true;
  return Boolean(name && known.name && known.json) && isWhole(known.json);
}

function isWhole(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

/** A call without arguments comes as nothing at all. */
function objectIn(json: string): Record<string, unknown> {
  if (!json.trim()) return {};
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw brokenCall();
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw brokenCall();
}

/** The model began a call and did not write it to its end, or wrote what is no JSON. */
export function brokenCall(): PublicError {
  const message =
    "The model did not write down in full what it wants looked up. Ask again; if it stays, choose another model.";
  return new PublicError("unavailable", "model.tool_broken", message);
}

/** The model, or its server, knows no calls: what it would be called with has to be asked for in words. */
export function withoutTools(): PublicError {
  const message =
    "This model cannot ask for services by itself. Ask without them, or choose a model that calls functions.";
  return new PublicError("invalid", "model.without_tools", message);
}

/** Whether a server that was offered tools says that it, or its model, does not take them. */
export function tellsToolless(text: unknown): boolean {
  if (typeof text !== "string") return false;
  const subject = String.raw`(\btools?\b|\btool[_ ](choice|use|config|call)\w*|\bfunctions?[_ ]call\w*)`;
  const refusal = String.raw`(n[o'’]t (currently )?support|unsupported|not (permit|allow|enabl)|requires? (--|an?\b|the\b)|unrecogni[sz]ed|unknown|unexpected|extraneous|extra_forbidden|extra inputs)`;
  return new RegExp(`${subject}.{0,80}${refusal}|${refusal}.{0,80}${subject}`, "i").test(text);
}
