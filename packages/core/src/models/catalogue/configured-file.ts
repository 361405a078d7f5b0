import { z } from "zod";
import { PublicError } from "../../error.ts";
import { Limits } from "../../usage/limits.ts";
import { Abilities, Price } from "./abilities.ts";
import * as Contracts from "./contracts.ts";
import { Name } from "./entry.ts";
import { modelKinds } from "./model-kind.ts";
import { checkProvider, type Key, Place } from "./place.ts";

const Variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable");

/** A key is never in the file: the file names the variables that hold it. */
const KeyFrom = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("bearer"), tokenFrom: Variable }),
  z.strictObject({
    type: z.literal("iam"),
    accessKeyIdFrom: Variable,
    secretAccessKeyFrom: Variable,
    sessionTokenFrom: Variable.optional(),
  }),
]);

const Model = z.strictObject({
  /** Tells from one start to the next which model is meant, also when it gets another name or place. */
  id: z.string().regex(/^[\w.-]{1,60}$/, "may have letters, digits, hyphens, dots and underscores"),
  kind: z.enum(modelKinds),
  name: Name,
  place: Place,
  key: KeyFrom.optional(),
  abilities: Abilities.default({}),
  price: Price.nullable().default(null),
  limits: Limits.default({}),
  /** The id of a model that answers in its place while it cannot. */
  standIn: z.string().optional(),
  /** Whether it does its work for a company that has not chosen yet. An embedder is chosen in the console. */
  use: z.boolean().default(false),
});

/** A model as the configuration has it, with its key. */
export type Configured = Omit<z.infer<typeof Model>, "key"> & { key: Key | null };

const Catalogue = z.strictObject({ models: z.array(z.unknown()).max(100) });

/** Reads a catalogue. Throws `config.invalid`, whose message names the line or the field that is wrong. */
export function read(text: string, variables: Readonly<Record<string, string | undefined>>): Configured[] {
  const { models } = checked(Catalogue, parsed(text), "");
  const all = models.map((given, i) => {
    const at = `models[${i}]`;
    const { key, ...model } = checked(Model, given, at);
    within(`${at}.place`, () => checkProvider(model.kind, model.place));
    within(`${at}.place.contract`, () => Contracts.check(model.kind, model.place));
    return { ...model, key: key ? keyIn(key, variables, `${at}.key`) : null };
  });
  for (const [i, { id, standIn, kind }] of all.entries()) {
    if (all.findIndex((other) => other.id === id) !== i) throw wrong(`models[${i}].id`, `"${id}" is there twice`);
    if (standIn === undefined) continue;
    const other = all.find((one) => one.id === standIn);
    if (other?.kind === "chat" && kind === "chat" && standIn !== id) continue;
    throw wrong(`models[${i}].standIn`, `"${standIn}" is no other model of this file that chats`);
  }
  return all;
}

/** An error in the configuration, which stops the start. */
export function wrong(field: string, why: string): PublicError {
  const message = `Docent cannot start with this catalogue of models. ${field ? `${field}: ` : ""}${why.replace(/\.$/, "")}.`;
  return new PublicError("invalid", "config.invalid", message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong("", `It is no JSON: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
}

function checked<T>(schema: z.ZodType<T>, given: unknown, at: string): T {
  return within(at, () => {
    const result = schema.safeParse(given);
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const path =
      issue?.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`)).join("") ?? "";
    throw wrong(`${at}${path}`.replace(/^\./, ""), issue?.message ?? "is wrong");
  });
}

/** What the parts of an entry say of themselves, with the field in which they stand. */
function within<T>(at: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof PublicError) || error.code === "config.invalid") throw error;
    throw wrong(at, error.message);
  }
}

function keyIn(
  from: z.infer<typeof KeyFrom>,
  variables: Readonly<Record<string, string | undefined>>,
  at: string,
): Key {
  const value = (name: string) => {
    const found = variables[name]?.trim();
    if (found) return found;
    throw wrong(at, `the environment variable ${name} is not set`);
  };
  if (from.type === "bearer") return { type: "bearer", token: value(from.tokenFrom) };
  return {
    type: "iam",
    accessKeyId: value(from.accessKeyIdFrom),
    secretAccessKey: value(from.secretAccessKeyFrom),
    ...(from.sessionTokenFrom && { sessionToken: value(from.sessionTokenFrom) }),
  };
}
