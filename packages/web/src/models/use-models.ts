import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Texts } from "../app/i18n/zh.ts";
import { problemOf, problemText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";

/** The catalogue. */
export function useModels() {
  return useQuery(useTRPC().model.list.queryOptions(undefined, { staleTime: 0 }));
}

/** To be called when models, or what they do, have changed. */
export function useRefreshModels(): () => Promise<unknown> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () =>
    Promise.all(
      [trpc.model.pathKey(), trpc.generation.pathKey()].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
    );
}

/** What went wrong with an entry. A model that a server does not have and one that is no longer listed share a code. */
export function entryProblem(t: Texts, error: unknown): string {
  const problem = problemOf(error);
  return problem.code === "model.not_found" ? t.models.catalogue.gone : problemText(t, problem);
}
