import { useQueryClient } from "@tanstack/react-query";
import { useTRPC, type Outputs } from "../app/trpc.ts";

export type Template = Outputs["template"]["list"][number];

/** Shows everything that names templates as it is now. */
export function useTemplateRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: trpc.template.pathKey() });
}
