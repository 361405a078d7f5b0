import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { templateTable } from "../db/schema.ts";
import type { Scope } from "../scope.ts";
import * as TemplateChange from "../templates/template-change.ts";
import * as Template from "../templates/template.ts";
import * as Ledger from "./ledger.ts";
import { ofOtherCompany, type Manner } from "./manner.ts";
import { result, unreadable, type Note, type Result } from "./outcome.ts";
import { translate } from "./placeholders.ts";

const Row = z.object({
  id: z.coerce.string().min(1).max(200),
  template_name: z.string(),
  template: z.string(),
  comment: z.string().nullish(),
  company: z.string().nullish(),
});
type Row = z.infer<typeof Row>;

const nameLengthMax = 100;

/** Makes a template of a row, or its next version where it says something else than when it was taken last. */
export async function take(scope: Scope, item: unknown, manner: Manner): Promise<Result> {
  const parsed = Row.safeParse(item);
  if (!parsed.success) return unreadable("a prompt template");
  const row = parsed.data;
  const name = row.template_name.replace(/\s+/g, " ").trim().slice(0, nameLengthMax) || row.id.slice(0, nameLengthMax);
  const other = ofOtherCompany(row, manner, name);
  if (other) return other;
  const said = [row.template, row.comment ?? ""];
  const held = await Ledger.find(scope, "template", [row.id], said);
  if (held?.isSame) return result("unchanged", name);
  if (!row.template.trim()) return result("skipped", name, empty);
  const { text, notes } = translate(row.template);
  const comment = (row.comment ?? "").trim().slice(0, 500);
  if (text.length > TemplateChange.textLengthMax) return result("failed", name, tooLong(text.length));
  if (held) return change(scope, row, { targetId: held.targetId, name, text, comment, said, notes });
  const free = await freeName(scope, name);
  const { id } = await TemplateChange.create(scope, { name: free, comment, text });
  await Ledger.note(scope, "template", [row.id], id, said);
  return result("taken", free, ...(free === name ? [] : [renamed(name, free)]), ...notes);
}

interface Next {
  targetId: string;
  name: string;
  text: string;
  comment: string;
  said: unknown;
  notes: Note[];
}

/** Parameters, bot and persona, which the predecessor does not keep, stay as they were set here. */
async function change(scope: Scope, row: Row, next: Next): Promise<Result> {
  const { targetId, text, comment, said, notes } = next;
  const [there] = await scope.db
    .select({ id: templateTable.id })
    .from(templateTable)
    .where(and(Template.kept(scope), eq(templateTable.id, targetId)));
  if (!there) return result("skipped", next.name, gone);
  const { name, version, bot, persona, parameters } = await Template.get(scope, { id: targetId });
  const { stop, ...dials } = parameters;
  const kept = { bot, persona, parameters: { ...dials, ...(stop && { stop: [...stop] }) } };
  await TemplateChange.change(scope, { id: targetId, version, name, comment, text, ...kept });
  await Ledger.note(scope, "template", [row.id], targetId, said);
  return result("changed", name, ...notes);
}

async function freeName(scope: Scope, name: string): Promise<string> {
  const rows = await scope.db.select({ name: templateTable.name }).from(templateTable).where(Template.kept(scope));
  const taken = new Set(rows.map((row) => row.name));
  for (let at = 1; ; at++) {
    const ending = at === 1 ? "" : ` (${at})`;
    const candidate = `${name.slice(0, nameLengthMax - ending.length)}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const empty = { code: "template_empty", message: "Says nothing." };
const gone = { code: "removed_here", message: "Was removed here since it was taken over: it is not brought back." };

function tooLong(characters: number): Note {
  const message = `Has ${characters} characters; ${TemplateChange.textLengthMax} are kept. Shorten it in the predecessor.`;
  return { code: "template_too_long", message };
}

function renamed(name: string, free: string): Note {
  return { code: "name_taken", message: `There is a template called "${name}" already: this one is "${free}" here.` };
}
