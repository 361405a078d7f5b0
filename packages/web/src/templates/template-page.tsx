import { ArrowLeftOutlined, HistoryOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { kindOf, useTRPC, useTRPCClient } from "../app/trpc.ts";
import { useGate } from "../test-sets/use-gate.tsx";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { TemplateForm, type Fields } from "./template-form.tsx";
import { TemplateHistory } from "./template-history.tsx";
import { useTemplateRefresh, type Template } from "./use-template-refresh.ts";
import "./templates.css";

/** One template: what it says, what the model is asked with it, and what it said before. */
export function TemplatePage() {
  const { t } = useLanguage();
  const { templateId } = useParams({ from: "/desk/keepers/tune/templates/$templateId" });
  const template = useQuery(useTRPC().template.get.queryOptions({ id: templateId }));
  if (kindOf(template.error) === "not_found") {
    return (
      <div className="page templates">
        <Empty page title={t.templates.page.gone} action={<Back />} />
      </div>
    );
  }
  return (
    <div className="page wide-page templates">
      <Back />
      <QueryState query={template} rows={8} />
      {template.data && (
        // what was saved is what stands in the form
        <OpenTemplate
          key={`${templateId} ${template.data.version}`}
          template={template.data}
          onReload={() => void template.refetch()}
        />
      )}
    </div>
  );
}

/** A template that is not kept yet. */
export function NewTemplatePage() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const navigate = useNavigate();
  const refresh = useTemplateRefresh();
  const create = async (fields: Fields) => {
    const { id } = await client.template.create.mutate(fields);
    void message.success(t.templates.form.created);
    await refresh();
    return () => void navigate({ to: "/tune/templates/$templateId", params: { templateId: id }, replace: true });
  };
  return (
    <div className="page wide-page templates">
      <Back />
      <Head title={t.templates.page.newTitle} />
      <TemplateForm
        initial={{ name: "", comment: "", bot: "Docent", persona: "", text: t.templates.start, parameters: {} }}
        okText={t.templates.form.create}
        onSave={create}
      />
    </div>
  );
}

function OpenTemplate({ template, onReload }: { template: Template; onReload: () => void }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const refresh = useTemplateRefresh();
  const [history, setHistory] = useState(false);
  const { mayMake, gate } = useGate();
  const texts = t.testSets.gate;
  const { id, version, name, comment, bot, persona, text, parameters, isDefault } = template;
  const maySave = async (fields: Fields) => {
    const { name: _, comment: __, ...wording } = fields;
    const says = JSON.stringify(wording) !== JSON.stringify({ bot, persona, text, parameters });
    if (!isDefault || !says) return true;
    return mayMake({ title: texts.wording(name), change: { type: "wording", id, wording } });
  };
  const save = async (fields: Fields) => {
    const saved = await client.template.change.mutate({ id, version, ...fields });
    void message.success(t.templates.form.saved(format.number(saved.version)));
    return () => void refresh();
  };
  const restore = async (number: number) => {
    try {
      const title = texts.version(format.number(number), name);
      if (isDefault && !(await mayMake({ title, change: { type: "version", id, number } }))) return;
      await client.template.rollBack.mutate({ id, number });
      void message.success(t.templates.history.restored(format.number(number)));
      setHistory(false);
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await refresh();
  };
  return (
    <>
      <Head title={name}>
        <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setHistory(true)}>
          {t.templates.page.history}
        </Button>
      </Head>
      <TemplateForm
        initial={{ name, comment, bot, persona, text, parameters }}
        okText={t.templates.form.save}
        maySave={maySave}
        onSave={save}
        onReload={onReload}
      />
      {gate}
      {history && (
        <TemplateHistory id={id} onRestore={(number) => void restore(number)} onClose={() => setHistory(false)} />
      )}
    </>
  );
}

function Head({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children}
    </div>
  );
}

function Back() {
  const { t } = useLanguage();
  return (
    <Link to="/tune/templates" className="template-back">
      <ArrowLeftOutlined aria-hidden /> {t.templates.page.back}
    </Link>
  );
}
