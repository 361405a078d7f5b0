import { and, asc, eq } from "drizzle-orm";
import { modelTable } from "../db/schema.ts";
import { requireCompany, type Scope } from "../scope.ts";
import { fitted, type Abilities } from "../models/catalogue/abilities.ts";
import { chatAddress, closedTo, type Row } from "../models/catalogue/entry-row.ts";
import type { ModelAddress, Unsent, UnsentParameters } from "../models/chat-model.ts";
import * as ModelConnection from "../models/model-connection.ts";
import { bounds, dials, type Dial } from "../models/parameters.ts";
import { defaults } from "./prompts/answer.ts";

/** A dial of a model, between what may be asked for. */
export interface DialChoice {
  min: number;
  max: number;
  /** What is sent when nobody says otherwise; absent: nothing is, and the model has its own. */
  default?: number;
  /** Why it is not sent. */
  unsent?: Unsent;
}

/** A model that may answer the actor: nothing of where it is, or of the key to it. */
export interface Choice {
  /** Null for one that was found on this machine. */
  id: string | null;
  name: string;
  /** It can be shown images. */
  sees: boolean;
  dials: Record<Dial, DialChoice>;
  /** Why it is not told where to stop. */
  stopUnsent?: Unsent;
}

export interface Choices {
  /** What answers when nobody chooses; null: the desk quotes. */
  company: Choice | null;
  /** What may be chosen instead, by name. */
  others: Choice[];
}

/** The models that may answer the actor. */
export async function list(scope: Scope): Promise<Choices> {
  const [company, rows] = await Promise.all([ofCompany(scope), openTo(scope)]);
  const others = rows.filter(({ id }) => id !== company?.id).map((row) => toChoice(scope, row));
  return { company, others };
}

async function ofCompany(scope: Scope): Promise<Choice | null> {
  const { rows, chosen } = await ModelConnection.rowsFor(scope, null);
  if (rows[0]) return toChoice(scope, rows[0]);
  const detected = chosen ? undefined : await scope.chatModels.detect();
  return detected ? choice(scope, { id: null, name: detected.model, abilities: {} }, detected) : null;
}

async function openTo(scope: Scope): Promise<Row[]> {
  const rows = await scope.db
    .select()
    .from(modelTable)
    .where(and(eq(modelTable.companyId, requireCompany(scope)), eq(modelTable.kind, "chat")))
    .orderBy(asc(modelTable.name));
  const closed = await closedTo(scope, rows);
  return rows.filter(({ id }) => !closed.has(id));
}

function toChoice(scope: Scope, row: Row): Choice {
  // what a model takes can be told without its key
  return choice(scope, row, chatAddress(row.place, undefined));
}

interface Known {
  id: string | null;
  name: string;
  abilities: Abilities;
}

function choice({ chatModels }: Scope, { id, name, abilities }: Known, address: ModelAddress): Choice {
  const every = Object.fromEntries(dials.map((dial) => [dial, bounds[dial].max]));
  const { parameters, absent } = fitted(abilities, every);
  const unsent: UnsentParameters = { ...absent, ...chatModels.unsent(address, { ...parameters, stop: ["\n"] }) };
  const { parameters: usual } = fitted(abilities, {}, defaults);
  const dialOf = (dial: Dial): DialChoice => {
    const { min = bounds[dial].min, max = bounds[dial].max } = abilities.dials?.[dial] ?? {};
    const middle = usual[dial];
    const why = unsent[dial];
    return { min, max, ...(middle !== undefined && { default: middle }), ...(why && { unsent: why }) };
  };
  const all = Object.fromEntries(dials.map((dial) => [dial, dialOf(dial)])) as Record<Dial, DialChoice>;
  return { id, name, sees: abilities.sees === true, dials: all, ...(unsent.stop && { stopUnsent: unsent.stop }) };
}
