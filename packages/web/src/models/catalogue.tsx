import { AppstoreOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { QueryState } from "../ui/query-state.tsx";
import type { Editing } from "./entry-drawer.tsx";
import { EntryLine } from "./entry-line.tsx";
import { kinds } from "./entry.ts";
import { useModels } from "./use-models.ts";

/** Every model, by what it can do. */
export function Catalogue({ onEdit }: { onEdit: (editing: Editing) => void }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.list;
  const models = useModels();
  const groups = useQuery(useTRPC().group.list.queryOptions()).data ?? [];
  const add = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => onEdit({ type: "add", kind: "chat" })}>
      {texts.add}
    </Button>
  );
  const { data = [] } = models;
  return (
    <section className="card" aria-labelledby="model-catalogue">
      <div className="card-head people-head catalogue-head">
        <div>
          <h2 id="model-catalogue">{texts.title}</h2>
          <p>{texts.lead}</p>
        </div>
        {data.length > 0 && add}
      </div>
      <QueryState query={models} />
      {models.data?.length === 0 && (
        <Empty icon={<AppstoreOutlined />} title={texts.emptyTitle} text={texts.emptyText} action={add} />
      )}
      {kinds.map((kind) => {
        const ofKind = data.filter((entry) => entry.kind === kind);
        if (ofKind.length === 0) return null;
        return (
          <section key={kind} aria-labelledby={`models-${kind}`}>
            <h3 id={`models-${kind}`} className="entries-kind">
              {texts.kinds[kind]}
            </h3>
            <ul className="entries">
              {ofKind.map((entry) => (
                <EntryLine key={entry.id} entry={entry} others={ofKind} groups={groups} onEdit={onEdit} />
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}
