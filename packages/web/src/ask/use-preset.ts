import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../app/trpc.ts";
import type { Settings } from "./live-runs.ts";

/** The parameters of the template that is asked with. */
export function usePreset(settings: Settings | null): Settings["parameters"] {
  const { data = [] } = useQuery(useTRPC().template.choices.queryOptions(undefined, { staleTime: 60_000 }));
  const chosen = data.find(({ id }) => id === settings?.templateId) ?? data.find(({ isDefault }) => isDefault);
  return chosen?.parameters;
}
