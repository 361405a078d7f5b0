import { z } from "zod";
import { PublicError } from "@docent/core/error";
import * as FormerTemplate from "@docent/core/migration/former-template";
import type { Scope } from "@docent/core/scope";
import * as TemplateChange from "@docent/core/templates/template-change";
import * as Template from "@docent/core/templates/template";
import * as Audit from "@docent/core/users/audit";
import { read, type Fields } from "./fields.ts";

const ById = z.object({ id: z.string().max(200).nullish() });
const Named = z.object({ id: z.string().min(1, "Say which template: its id.").max(200) });
const Post = z.object({
  id: z.string().max(200).nullish(),
  template_name: z.string().min(1).max(200),
  template: z.string().min(1),
  comment: z.string().nullish(),
});

/** One template, or all of the company. */
export async function get(scope: Scope, fields: Fields): Promise<unknown> {
  const { id } = read(ById, fields);
  if (!id) return (await Template.list(scope)).map(rowOf);
  return rowOf(await Template.get(scope, { id: await found(scope, id) }));
}

/** Makes a template; one with an id that was sent before becomes its next version. */
export async function post(scope: Scope, fields: Fields): Promise<{ id: string }> {
  const made = await FormerTemplate.put(scope, read(Post, fields));
  await Audit.record(scope, { action: "template.create", subject: await FormerTemplate.find(scope, made.id) });
  return made;
}

export async function remove(scope: Scope, fields: Fields): Promise<string> {
  const id = await found(scope, read(Named, fields).id);
  await TemplateChange.remove(scope, { id });
  await Audit.record(scope, { action: "template.remove", subject: id });
  return "success";
}

async function found(scope: Scope, named: string): Promise<string> {
  const id = await FormerTemplate.find(scope, named);
  if (id) return id;
  throw new PublicError(
    "not_found",
    "template.not_found",
    `There is no template "${named}". It may have been removed.`,
  );
}

function rowOf({ id, name, text, comment, changedBy }: Template.Info) {
  return { id, template_name: name, template: text, comment, username: changedBy ?? "", company: "default" };
}
