import { DeleteOutlined, KeyOutlined, MailOutlined, UserAddOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select, Switch } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useMe } from "../app/me.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { NewPersonDialog, PasswordDialog } from "./person-dialogs.tsx";
import { RemovePerson } from "./remove-person.tsx";
import { roleOptions } from "./role-options.ts";

type Person = Outputs["user"]["list"][number];

export function PeopleSection() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const people = useQuery(trpc.user.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const [inviting, setInviting] = useState(false);
  const [passwordOf, setPasswordOf] = useState<Person | null>(null);
  const [removing, setRemoving] = useState<Person | null>(null);
  return (
    <section className="card">
      <div className="card-head people-head">
        <div>
          <h2>{t.people.title}</h2>
          <p>{t.people.lead}</p>
        </div>
        <span className="form-actions">
          <Button icon={<UserAddOutlined aria-hidden />} onClick={() => setAdding(true)}>
            {t.people.add}
          </Button>
          <Button type="primary" icon={<MailOutlined aria-hidden />} onClick={() => setInviting(true)}>
            {t.accounts.invitations.invite}
          </Button>
        </span>
      </div>
      <QueryState query={people} />
      <ul className="people">
        {people.data?.map((person) => (
          <PersonLine
            key={person.id}
            person={person}
            onPassword={() => setPasswordOf(person)}
            onRemove={() => setRemoving(person)}
          />
        ))}
      </ul>
      <Invitations />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
      <NewPersonDialog open={adding} onClose={() => setAdding(false)} />
      <RemovePerson person={removing} onClose={() => setRemoving(null)} />
      <PasswordDialog person={passwordOf} onClose={() => setPasswordOf(null)} />
    </section>
  );
}

interface PersonLineProps {
  person: Person;
  onPassword: () => void;
  onRemove: () => void;
}

function PersonLine({ person, onPassword, onRemove }: PersonLineProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const { user } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(trpc.user.update.mutationOptions());
  const own = person.id === user.id;
  const change = async (input: Omit<Inputs["user"]["update"], "id">) => {
    try {
      await update.mutateAsync({ id: person.id, ...input });
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await queryClient.invalidateQueries({ queryKey: trpc.user.list.queryKey() });
  };
  return (
    <li className={person.suspended ? "person suspended" : "person"}>
      <span className="initial" aria-hidden>
        {Array.from(person.name)[0]?.toUpperCase()}
      </span>
      <span className="person-name">
        <strong>{person.name}</strong>
        <span className="quiet">
          {person.email}
          {person.passwordChangeNeeded && ` · ${t.accounts.notYetOwn}`}
        </span>
      </span>
      <Select
        className="person-role"
        aria-label={t.people.roleOf(person.name)}
        value={person.role}
        disabled={own || update.isPending}
        options={roleOptions(t)}
        onChange={(role) => void change({ role })}
      />
      <label className="person-active">
        <Switch
          size="small"
          checked={!person.suspended}
          disabled={own}
          loading={update.isPending}
          aria-label={t.people.activeOf(person.name)}
          onChange={(active) => void change({ suspended: !active })}
        />
        <span>{person.suspended ? t.people.suspended : t.people.active}</span>
      </label>
      <span className="person-acts">
        <Button
          icon={<KeyOutlined aria-hidden />}
          type="text"
          aria-label={t.people.newPasswordFor(person.name)}
          title={t.people.newPasswordFor(person.name)}
          disabled={own}
          onClick={onPassword}
        />
        <Button
          icon={<DeleteOutlined aria-hidden />}
          type="text"
          aria-label={t.companies.person.remove(person.name)}
          title={t.companies.person.remove(person.name)}
          disabled={own}
          onClick={onRemove}
        />
      </span>
    </li>
  );
}
