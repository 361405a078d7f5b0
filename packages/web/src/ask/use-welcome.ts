import { useQuery } from "@tanstack/react-query";
import { languages, type Language } from "../app/i18n/languages.ts";
import { useTRPC } from "../app/trpc.ts";

/** What the company says to its people, and where it sends them. */
export function useWelcome() {
  return useQuery(useTRPC().welcome.get.queryOptions(undefined, { staleTime: 60_000 }));
}

/** A label in the reader's language, else in the one it was written in. */
export function labelOf(label: Partial<Record<Language, string>>, language: Language): string {
  return label[language] ?? languages.map((other) => label[other]).find((text) => text !== undefined) ?? "";
}
