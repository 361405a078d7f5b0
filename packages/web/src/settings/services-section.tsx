import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { ServiceDialog } from "./service-dialog.tsx";

type Service = Outputs["identityProvider"]["list"][number];

/** The OpenID Connect services by which people sign in. */
export function ServicesSection() {
  const { t } = useLanguage();
  const { company } = useMe();
  const services = useQuery(useTRPC().identityProvider.list.queryOptions());
  const [editing, setEditing] = useState<Service | "new" | null>(null);
  return (
    <section className="card">
      <div className="card-head people-head">
        <div>
          <h2>{t.accounts.services.title}</h2>
          <p>{t.accounts.services.lead}</p>
        </div>
        <Button onClick={() => setEditing("new")}>{t.accounts.services.add}</Button>
      </div>
      <QueryState query={services} rows={1} />
      {services.data?.length === 0 && <p className="quiet">{t.accounts.services.none}</p>}
      <ul className="people">
        {services.data?.map((service) => (
          <ServiceLine key={service.id} service={service} onEdit={() => setEditing(service)} />
        ))}
      </ul>
      {company && services.data && services.data.length > 0 && (
        <p className="quiet mail-place">{t.companies.signInPage(`${location.origin}/sign-in?company=${company.id}`)}</p>
      )}
      <ServiceDialog service={editing} onClose={() => setEditing(null)} />
    </section>
  );
}

function ServiceLine({ service, onEdit }: { service: Service; onEdit: () => void }) {
  const { t } = useLanguage();
  const { modal, message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const remove = useMutation(trpc.identityProvider.remove.mutationOptions());
  const words = t.accounts.services;
  const { id, name, issuer, configured } = service;
  const confirm = () =>
    modal.confirm({
      title: words.remove(name),
      content: words.removeText,
      okText: t.common.delete,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync({ id });
        } catch (error) {
          void message.error(errorText(t, error));
        }
        await queryClient.invalidateQueries({ queryKey: trpc.identityProvider.list.queryKey() });
      },
    });
  return (
    <li className="group-line">
      <span className="person-name">
        <strong>{name}</strong>
        <span className="quiet">
          {issuer}
          {configured && ` · ${words.configured}`}
        </span>
      </span>
      <Button type="text" icon={<EditOutlined aria-hidden />} aria-label={words.edit(name)} onClick={onEdit} />
      <Button
        type="text"
        danger
        disabled={configured}
        icon={<DeleteOutlined aria-hidden />}
        aria-label={words.remove(name)}
        onClick={() => void confirm()}
      />
    </li>
  );
}
