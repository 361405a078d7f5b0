import { CheckCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, Select } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { useGate } from "../test-sets/use-gate.tsx";
import { QueryState } from "../ui/query-state.tsx";
import { kinds, whereOf, type Entry, type Kind, type Use } from "./entry.ts";
import { IndexChange } from "./index-change.tsx";
import { useModels, useRefreshModels } from "./use-models.ts";

/** What answers, finds and ranks now, and the choice of another. */
export function ModelUses({ onAdd }: { onAdd: (kind: Kind) => void }) {
  const models = useModels();
  const refresh = useRefreshModels();
  return (
    <>
      {kinds.map((use) => (
        <UseCard key={use} use={use} models={models.data} onAdd={() => onAdd(use)}>
          <QueryState query={models} rows={1} />
          {use === "embed" && <IndexChange onEnd={() => void refresh()} />}
        </UseCard>
      ))}
    </>
  );
}

interface UseCardProps {
  use: Use;
  models: Entry[] | undefined;
  onAdd: () => void;
  children: ReactNode;
}

const nothing = "";

function UseCard({ use, models, onAdd, children }: UseCardProps) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.use;
  const fitting = models?.filter(({ kind }) => kind === use) ?? [];
  const now = fitting.find(({ uses }) => uses.includes(use));
  const { choose, isPending, gate } = useChoose(use, fitting);
  const titleId = `model-${use}`;
  return (
    <section className="card model-use" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{texts[use].title}</h2>
        <p>{texts[use].lead}</p>
      </div>
      {children}
      {gate}
      {models && (
        <div className="use-choice">
          <Select
            aria-label={texts[use].title}
            value={now?.id ?? nothing}
            loading={isPending}
            disabled={isPending}
            showSearch={{ optionFilterProp: "label" }}
            onChange={(id: string) => void choose(id === nothing ? null : id)}
            options={[
              { value: nothing, label: texts[use].none },
              ...fitting.map(({ id, name, place }) => ({
                value: id,
                label: [name, whereOf(place)].filter((part) => part !== null).join(" · "),
              })),
            ]}
          />
          {use === "chat" ? <ChatStatus /> : <UseStatus use={use} now={now} />}
          {fitting.length === 0 && (
            <p className="quiet">
              {texts.noneOfKind}{" "}
              <Button type="link" size="small" className="use-add" onClick={onAdd}>
                {t.models.catalogue.list.add}
              </Button>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

function ChatStatus() {
  const { t } = useLanguage();
  const { data } = useQuery(useTRPC().model.status.queryOptions(undefined, { staleTime: 0 }));
  if (!data) return null;
  return <Status works={data.kind !== "quoting"}>{t.models.catalogue.use.chat.status[data.kind](data.name)}</Status>;
}

function UseStatus({ use, now }: { use: "embed" | "rerank" | "image"; now: Entry | undefined }) {
  const { t, format } = useLanguage();
  const texts = t.models.catalogue.use;
  if (!now) return <Status works={false}>{texts[use].without}</Status>;
  if (use !== "embed") return <Status works>{texts[use].with(now.name)}</Status>;
  return <Status works>{texts.embed.with(now.name, format.number(now.dimensions ?? 0))}</Status>;
}

function Status({ works, children }: { works: boolean; children: string }) {
  return (
    <p className="model-status" role="status">
      {works ? <CheckCircleFilled aria-hidden /> : <InfoCircleOutlined aria-hidden />}
      {children}
    </p>
  );
}

/** Has another model, or none, do it. Finding with another one is confirmed: its index takes a while. Answering with another can be tried first. */
function useChoose(use: Use, models: readonly Entry[]) {
  const { t } = useLanguage();
  const { message, modal } = App.useApp();
  const refresh = useRefreshModels();
  const texts = t.models.catalogue.use;
  const set = useMutation(
    useTRPC().model.use.mutationOptions({
      onSuccess: () => void message.success(use === "embed" ? texts.begun : texts.changed),
      onError: (error) => void message.error(errorText(t, error)),
      onSettled: refresh,
    }),
  );
  const { mayMake, gate } = useGate();
  const client = useTRPCClient();
  const gateTexts = t.testSets.gate;
  const choose = async (id: string | null) => {
    const name = models.find((model) => model.id === id)?.name;
    if (use === "chat") {
      const title = name === undefined ? gateTexts.noModel : gateTexts.model(name);
      if (!(await mayMake({ title, change: { type: "model", id } }))) return;
    }
    if (use === "rerank") {
      const title = name === undefined ? gateTexts.noReranker : gateTexts.reranker(name);
      if (!(await mayMake({ title, change: { type: "reranker", id } }))) return;
    }
    if (use !== "embed") return set.mutate({ use, id });
    const sets = await client.testRun.sets.query().catch(() => []);
    let waits = sets.some(({ cases }) => cases > 0);
    modal.confirm({
      title: name === undefined ? texts.confirmTitleNone : texts.confirmTitle(name),
      content: (
        <>
          <p>{texts.confirmText}</p>
          <Checkbox defaultChecked={waits} onChange={({ target }) => (waits = target.checked)}>
            {gateTexts.waits}
          </Checkbox>
        </>
      ),
      okText: texts.confirm,
      onOk: () => set.mutate({ use, id, waits }),
    });
  };
  return { choose, isPending: set.isPending, gate };
}
