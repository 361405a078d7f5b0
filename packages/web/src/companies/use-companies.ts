import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient, type Outputs } from "../app/trpc.ts";
import { useUndo } from "../ui/use-undo.ts";

export type Company = Outputs["company"]["list"][number];
type Named = Pick<Company, "id" | "name">;

/** Suspends and resumes companies, each with the way back. */
export function useCompanies() {
  const { t } = useLanguage();
  const { message, modal } = App.useApp();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { done, tell } = useUndo(() => queryClient.invalidateQueries({ queryKey: trpc.company.list.queryKey() }));
  const shut = async ({ id, name }: Named) => {
    try {
      await client.company.suspend.mutate({ id });
      await tell(t.companies.suspended(name), () => client.company.resume.mutate({ id }));
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const suspend = (company: Named) =>
    void modal.confirm({
      title: t.companies.suspendTitle(company.name),
      content: t.companies.suspendText,
      okText: t.companies.suspend,
      onOk: () => shut(company),
    });
  const resume = async ({ id, name }: Named) => {
    try {
      await client.company.resume.mutate({ id });
      await tell(t.companies.resumed(name), () => client.company.suspend.mutate({ id }));
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  return { done, suspend, resume };
}
