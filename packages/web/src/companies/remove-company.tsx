import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { DeleteForGood } from "../ui/delete-for-good.tsx";
import type { Company } from "./use-companies.ts";

/** Deletes a company for good, after it was asked twice and its name was typed. */
export function RemoveCompany({ company, onClose }: { company: Company | null; onClose: () => void }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  if (!company) return null;
  const { id, name, people, documents } = company;
  const remove = async (typed: string) => {
    await client.company.remove.mutate({ id, name: typed });
    void message.success(t.companies.removed(name));
    await queryClient.invalidateQueries({ queryKey: trpc.company.list.queryKey() });
  };
  return (
    <DeleteForGood open twice title={t.companies.removeTitle(name)} name={name} remove={remove} onClose={onClose}>
      <p>
        {t.companies.removeText(
          t.companies.people(format.number(people), people),
          t.companies.documents(format.number(documents), documents),
        )}
      </p>
    </DeleteForGood>
  );
}
