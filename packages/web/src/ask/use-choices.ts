import { useQuery } from "@tanstack/react-query";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import type { Settings } from "./live-runs.ts";

export type Choices = Outputs["model"]["choices"];
export type Choice = Choices["others"][number];

/** The models that may answer. */
export function useChoices(staleMs = 60_000) {
  return useQuery(useTRPC().model.choices.queryOptions(undefined, { staleTime: staleMs }));
}

/** The one that answers, or null where the documents are quoted, and whether the one that was chosen is gone. */
export function answeringOf({ company, others }: Choices, settings: Settings | null) {
  const modelId = settings?.modelId ?? null;
  const other = others.find(({ id }) => id === modelId);
  const gone = modelId !== null && !other && company?.id !== modelId;
  return { choice: other ?? company, isOther: other !== undefined, gone };
}
