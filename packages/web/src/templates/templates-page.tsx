import { FileTextOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Tag } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { useGate } from "../test-sets/use-gate.tsx";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { UndoBar } from "../ui/undo-bar.tsx";
import { useUndo } from "../ui/use-undo.ts";
import { TemplateRow } from "./template-row.tsx";
import { useTemplateRefresh, type Template } from "./use-template-refresh.ts";
import "./templates.css";

const ownWords = { type: "default-template", id: null } as const;

/** The company's templates, and which of them answers where nothing else is chosen. */
export function TemplatesPage() {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const isAdmin = useMe().user.role === "admin";
  const client = useTRPCClient();
  const navigate = useNavigate();
  const list = useQuery(useTRPC().template.list.queryOptions());
  const refresh = useTemplateRefresh();
  const { done, tell } = useUndo(refresh);
  const { mayMake, gate } = useGate();
  const texts = t.testSets.gate;
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const remove = ({ id, name, isDefault }: Template) =>
    attempt(async () => {
      const goes =
        !isDefault || (await mayMake({ title: texts.remove(name), text: texts.removeText, change: ownWords }));
      if (!goes) return;
      await client.template.remove.mutate({ id });
      await tell(t.templates.removed(name), async () => {
        await client.template.restore.mutate({ id });
        if (isDefault && isAdmin) await client.template.makeDefault.mutate({ id });
      });
    });
  const makeDefault = (id: string | null, name: string) =>
    attempt(async () => {
      const title = id === null ? texts.own : texts.template(name);
      if (!(await mayMake({ title, change: { type: "default-template", id } }))) return;
      const before = list.data?.find(({ isDefault }) => isDefault)?.id ?? null;
      await client.template.makeDefault.mutate({ id });
      await tell(t.templates.madeDefault(name), () => client.template.makeDefault.mutate({ id: before }));
    });
  const create = () => void navigate({ to: "/tune/templates/new" });
  const { data } = list;
  return (
    <div className="page templates">
      <div className="page-head">
        <h1>{t.templates.title}</h1>
        {data && data.length > 0 && (
          <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={create}>
            {t.templates.create}
          </Button>
        )}
      </div>
      <p className="quiet templates-lead">{t.templates.lead}</p>
      <UndoBar done={done} />
      {gate}
      <QueryState query={list} rows={6} />
      {data?.length === 0 && (
        <Empty
          icon={<FileTextOutlined aria-hidden />}
          title={t.templates.emptyTitle}
          text={t.templates.emptyText}
          action={
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={create}>
              {t.templates.create}
            </Button>
          }
        />
      )}
      {data && data.length > 0 && (
        <ul className="template-rows card">
          {data.map((template) => (
            <TemplateRow
              key={template.id}
              template={template}
              now={list.dataUpdatedAt}
              onRemove={() => void remove(template)}
              {...(isAdmin && { onMakeDefault: () => void makeDefault(template.id, template.name) })}
            />
          ))}
          <li>
            <div className="template-what">
              <strong>{t.templates.built}</strong>
              {!data.some(({ isDefault }) => isDefault) && <Tag>{t.templates.isDefault}</Tag>}
              <p className="quiet">{t.templates.builtText}</p>
            </div>
            {isAdmin && data.some(({ isDefault }) => isDefault) && (
              <Button
                size="small"
                aria-label={t.templates.makeDefaultOf(t.templates.built)}
                onClick={() => void makeDefault(null, t.templates.built)}
              >
                {t.templates.makeDefault}
              </Button>
            )}
          </li>
        </ul>
      )}
    </div>
  );
}
