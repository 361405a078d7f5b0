import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { TextFilter } from "../ui/text-filter.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { AddCompany, InviteAdministrator, RenameCompany } from "./company-dialogs.tsx";
import { CompanyRow, type Act } from "./company-row.tsx";
import { Keepers } from "./keepers.tsx";
import { RemoveCompany } from "./remove-company.tsx";
import { useCompanies, type Company } from "./use-companies.ts";
import "./companies.css";

const filterFrom = 8;

/** The companies of the desk, for those who look after them. */
export function CompaniesPage() {
  const { t } = useLanguage();
  const list = useQuery(
    useTRPC().company.list.queryOptions(undefined, {
      // one that is being deleted leaves by itself
      refetchInterval: ({ state }) => (state.data?.some(({ state }) => state === "removing") ? 2_000 : false),
    }),
  );
  const { done, suspend, resume } = useCompanies();
  const [text, setText] = useState("");
  const [adding, setAdding] = useState(false);
  const [act, setAct] = useState<{ type: Act; company: Company } | null>(null);
  const companies = list.data ?? [];
  const shown = companies.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  const begin = (type: Act | "suspend" | "resume", company: Company) => {
    if (type === "suspend") suspend(company);
    else if (type === "resume") void resume(company);
    else setAct({ type, company });
  };
  const of = (type: Act) => (act?.type === type ? act.company : null);
  const close = () => setAct(null);
  return (
    <div className="page companies">
      <div className="page-head">
        <h1>{t.companies.title}</h1>
        <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {t.companies.add}
        </Button>
      </div>
      <p className="quiet page-lead">{t.companies.lead}</p>
      <UndoBar done={done} />
      {companies.length >= filterFrom && <TextFilter label={t.companies.filter} value={text} onChange={setText} />}
      <QueryState query={list} rows={6} />
      {companies.length > 0 && shown.length === 0 && <p className="quiet">{t.companies.none}</p>}
      {shown.length > 0 && (
        <ul className="company-rows card">
          {shown.map((company) => (
            <CompanyRow key={company.id} company={company} onAct={(type) => begin(type, company)} />
          ))}
        </ul>
      )}
      <Keepers />
      <AddCompany open={adding} onClose={() => setAdding(false)} />
      <RenameCompany company={of("rename")} onClose={close} />
      <InviteAdministrator company={of("invite")} onClose={close} />
      <RemoveCompany company={of("remove")} onClose={close} />
    </div>
  );
}
