import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { KeyDialog } from "./key-dialog.tsx";

type Key = Outputs["apiKey"]["mine"][number];

/** One's own keys for programs. */
export function KeysSection() {
  const { t } = useLanguage();
  const keys = useQuery(useTRPC().apiKey.mine.queryOptions());
  const [adding, setAdding] = useState(false);
  return (
    <section className="card">
      <div className="card-head people-head">
        <div>
          <h2>{t.accounts.keys.title}</h2>
          <p>{t.accounts.keys.lead}</p>
        </div>
        <Button onClick={() => setAdding(true)}>{t.accounts.keys.add}</Button>
      </div>
      <QueryState query={keys} rows={1} />
      {keys.data && <KeyList keys={keys.data} />}
      <KeyDialog open={adding} onClose={() => setAdding(false)} />
    </section>
  );
}

/** The keys of everybody, for administrators. */
export function AllKeysSection() {
  const { t } = useLanguage();
  const keys = useQuery(useTRPC().apiKey.list.queryOptions());
  return (
    <section className="card">
      <div className="card-head">
        <h2>{t.accounts.keys.allTitle}</h2>
        <p>{t.accounts.keys.allLead}</p>
      </div>
      <QueryState query={keys} rows={1} />
      {keys.data && <KeyList keys={keys.data} withOwner />}
    </section>
  );
}

function KeyList({ keys, withOwner = false }: { keys: readonly Key[]; withOwner?: boolean }) {
  const { t } = useLanguage();
  if (keys.length === 0) return <p className="quiet">{t.accounts.keys.none}</p>;
  return (
    <ul className="people">
      {keys.map((key) => (
        <KeyLine key={key.id} apiKey={key} withOwner={withOwner} />
      ))}
    </ul>
  );
}

function KeyLine({ apiKey, withOwner }: { apiKey: Key; withOwner: boolean }) {
  const { t, format } = useLanguage();
  const { modal, message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(trpc.apiKey.revoke.mutationOptions());
  const words = t.accounts.keys;
  const { id, name, prefix, scopes, owner, lastUsedAt, expiresAt } = apiKey;
  const told = [
    ...(withOwner ? [owner.name] : []),
    format.list(scopes.map((scope) => words.scope[scope])),
    lastUsedAt ? words.used(format.moment(lastUsedAt)) : words.unused,
    ...(expiresAt ? [words.until(format.day(expiresAt))] : []),
  ];
  const confirm = () =>
    modal.confirm({
      title: words.revokeTitle(name),
      content: words.revokeText,
      okText: words.revoke,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await revoke.mutateAsync({ id });
          void message.success(words.revoked);
        } catch (error) {
          void message.error(errorText(t, error));
        }
        await queryClient.invalidateQueries({ queryKey: trpc.apiKey.pathKey() });
      },
    });
  return (
    <li className="invitation">
      <span className="person-name">
        <strong>
          {name} <code>{prefix}…</code>
        </strong>
        <span className="quiet">{told.join(" · ")}</span>
      </span>
      <Button size="small" danger aria-label={words.revokeOf(name)} onClick={() => void confirm()}>
        {words.revoke}
      </Button>
    </li>
  );
}
