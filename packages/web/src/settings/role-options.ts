import type { Texts } from "../app/i18n/zh.ts";
import type { Inputs } from "../app/trpc.ts";

type Role = Inputs["user"]["create"]["role"];
const roles = ["member", "editor", "admin"] as const satisfies readonly Role[];

export function roleOptions(t: Texts): { value: Role; label: string }[] {
  return roles.map((value) => ({ value, label: t.roles[value] }));
}
