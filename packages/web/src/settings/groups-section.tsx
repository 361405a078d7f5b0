import { DeleteOutlined, EditOutlined, TeamOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { useRefreshRights } from "../sharing/use-sharing.ts";
import { Failure } from "../ui/failure.tsx";
import { GroupDialog } from "./group-dialog.tsx";

type Group = Outputs["group"]["list"][number];
type People = Outputs["user"]["list"];

/** Groups of people, for sharing libraries and restricting documents. */
export function GroupsSection() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const people = useQuery(trpc.user.list.queryOptions()).data ?? [];
  const groups = useQuery(trpc.group.list.queryOptions());
  const [editing, setEditing] = useState<Group | "new" | null>(null);
  return (
    <section className="card">
      <div className="card-head people-head">
        <div>
          <h2>{t.sharing.group.title}</h2>
          <p>{t.sharing.group.lead}</p>
        </div>
        <Button icon={<TeamOutlined aria-hidden />} onClick={() => setEditing("new")}>
          {t.sharing.group.add}
        </Button>
      </div>
      {groups.isError && <Failure error={groups.error} onRetry={() => void groups.refetch()} />}
      {groups.data?.length === 0 && <p className="quiet">{t.sharing.group.none}</p>}
      <ul className="people">
        {groups.data?.map((group) => (
          <GroupLine key={group.id} group={group} people={people} onEdit={() => setEditing(group)} />
        ))}
      </ul>
      <GroupDialog group={editing} people={people} onClose={() => setEditing(null)} />
    </section>
  );
}

function GroupLine({ group, people, onEdit }: { group: Group; people: People; onEdit: () => void }) {
  const { t, format } = useLanguage();
  const { modal, message } = App.useApp();
  const refresh = useRefreshRights();
  const remove = useMutation(useTRPC().group.remove.mutationOptions());
  const names = people.filter(({ id }) => group.userIds.includes(id)).map(({ name }) => name);
  const confirmRemove = () =>
    modal.confirm({
      title: t.sharing.group.removeTitle(group.name),
      content: t.sharing.group.removeText,
      okText: t.common.delete,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync({ id: group.id });
        } catch (error) {
          void message.error(errorText(t, error));
        }
        await refresh();
      },
    });
  return (
    <li className="group-line">
      <span className="person-name">
        <strong>{group.name}</strong>
        <span className="quiet">
          {names.length ? names.join(t.sharing.summary.and) : t.sharing.group.nobody}
          {group.libraries > 0 && ` · ${t.sharing.group.shared(format.number(group.libraries), group.libraries)}`}
        </span>
      </span>
      <Button
        type="text"
        icon={<EditOutlined aria-hidden />}
        aria-label={t.sharing.group.edit(group.name)}
        title={t.sharing.group.edit(group.name)}
        onClick={onEdit}
      />
      <Button
        type="text"
        danger
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.sharing.group.remove(group.name)}
        title={t.sharing.group.remove(group.name)}
        onClick={() => void confirmRemove()}
      />
    </li>
  );
}
