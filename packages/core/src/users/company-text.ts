import { eq } from "drizzle-orm";
import { z } from "zod";
import { companyTable } from "../db/schema.ts";
import { PublicError } from "../error.ts";
import { requireCompany, requireRole, type Scope } from "../scope.ts";
import { companyOccasions, type CompanyTexts } from "./user.sql.ts";

export type Occasion = (typeof companyOccasions)[number];
export type Language = "zh" | "en";

/** What the desk says on each occasion, in both languages. */
export type Texts = Record<Occasion, Record<Language, string>>;

/** What may stand in a text, to be replaced when it is said. */
export const placeholders = {
  /** `{question}`: what was asked. `{nearest}`: a sentence about the nearest passages, which are shown below. */
  refusal: ["question", "nearest"],
  comfort: ["question"],
  handover: ["question"],
} as const satisfies Record<Occasion, readonly string[]>;

/** What the desk says where the company has no words of its own. */
export const defaults: Texts = {
  refusal: {
    zh: "资料里没有找到“{question}”的答案。{nearest}",
    en: "The documents do not answer “{question}”. {nearest}",
  },
  comfort: {
    zh: "很抱歉给您带来了不好的体验。如果需要有人帮忙，请联系管理员。",
    en: "I am sorry about that. If you would like a person to help, please contact an administrator.",
  },
  handover: {
    zh: "这件事需要由同事来处理，请联系管理员。",
    en: "This is something for a person. Please contact an administrator.",
  },
};

export const charactersMax = 1_000;

const InLanguages = z.strictObject({ zh: z.string().max(20_000), en: z.string().max(20_000) }).partial();
/** Empty or absent goes back to what the desk says by itself. */
export const Input = z.strictObject({ refusal: InLanguages, comfort: InLanguages, handover: InLanguages }).partial();
export type Input = z.infer<typeof Input>;

export interface Info {
  /** The company's own; absent where there is none. */
  texts: CompanyTexts;
  defaults: Texts;
  placeholders: Record<Occasion, readonly string[]>;
  charactersMax: number;
}

/** What administrators see and change. */
export async function get(scope: Scope): Promise<Info> {
  requireRole(scope, "admin");
  return { texts: await stored(scope), defaults, placeholders, charactersMax };
}

/** Replaces all texts of the company. */
export async function set(scope: Scope, input: Input): Promise<Info> {
  requireRole(scope, "admin");
  const texts: CompanyTexts = {};
  for (const occasion of companyOccasions) {
    for (const language of ["zh", "en"] as const) {
      const text = input[occasion]?.[language]?.trim();
      if (!text) continue;
      refuseUnfit(occasion, text);
      texts[occasion] = { ...texts[occasion], [language]: text };
    }
  }
  const companyId = requireCompany(scope);
  await scope.db.update(companyTable).set({ texts }).where(eq(companyTable.id, companyId));
  return get(scope);
}

/** What the desk says in the actor's company: its own texts, and the desk's where it has none. */
export async function of(scope: Pick<Scope, "db" | "actor">): Promise<Texts> {
  const own = await stored(scope);
  return {
    refusal: { ...defaults.refusal, ...own.refusal },
    comfort: { ...defaults.comfort, ...own.comfort },
    handover: { ...defaults.handover, ...own.handover },
  };
}

/** The text with its placeholders replaced. Values are put in as they are: escape what must not be read as Markdown. */
export function fill(text: string, values: { question: string; nearest?: string }): string {
  return text
    .replace(/\{(question|nearest)\}/g, (_, name: "question" | "nearest") => values[name] ?? "")
    .replace(/[ \t]+$/gm, "")
    .trim();
}

async function stored(scope: Pick<Scope, "db" | "actor">): Promise<CompanyTexts> {
  const [row] = await scope.db
    .select({ texts: companyTable.texts })
    .from(companyTable)
    .where(eq(companyTable.id, requireCompany(scope)));
  return row?.texts ?? {};
}

function refuseUnfit(occasion: Occasion, text: string): void {
  if (text.length > charactersMax) {
    const message = `A text may have ${charactersMax.toLocaleString("en")} characters; this one has ${text.length.toLocaleString("en")}. Shorten it.`;
    throw new PublicError("invalid", "company_text.long", message);
  }
  const known: readonly string[] = placeholders[occasion];
  const unknown = Array.from(text.matchAll(/\{([^{}\n]*)\}/g)).find(([, name = ""]) => !known.includes(name));
  if (!unknown) return;
  const may = known.map((name) => `{${name}}`).join(" and ");
  const message = `${unknown[0]} means nothing in this text. It may hold ${may}; take out other words in braces.`;
  throw new PublicError("invalid", "company_text.placeholder", message);
}
