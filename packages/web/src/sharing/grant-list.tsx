import { CloseOutlined, TeamOutlined, UserOutlined } from "@ant-design/icons";
import { Button, Checkbox, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { withGrant, type Draft, type Grant, type Role, type Sharing } from "./sharing-draft.ts";

const roles = ["reader", "contributor", "owner"] as const satisfies readonly Role[];

interface GrantListProps {
  draft: Draft;
  choices: Sharing["choices"];
  onChange: (grants: Grant[]) => void;
}

/** The people and groups named in a library, and a field to name more. */
export function GrantList({ draft: { visibility, grants }, choices, onChange }: GrantListProps) {
  const { t } = useLanguage();
  const { user } = useMe();
  const isPrivate = visibility === "private";
  const nameOf = ({ kind, id }: Pick<Grant, "kind" | "id">) => {
    const name = choices[kind === "person" ? "people" : "groups"].find((one) => one.id === id)?.name ?? "";
    return id === user.id ? t.sharing.you(name) : name;
  };
  const optionsOf = (kind: Grant["kind"], all: { id: string; name: string }[]) =>
    all
      .filter(({ id }) => !grants.some((grant) => grant.id === id))
      .map(({ id, name }) => ({ value: `${kind} ${id}`, label: name }));
  const people = optionsOf("person", choices.people);
  const groups = optionsOf("group", choices.groups);
  return (
    <div className="grants">
      <strong id="grants-title">{t.sharing.grants[visibility]}</strong>
      {grants.length === 0 && <p className="quiet">{t.sharing.noGrants}</p>}
      <ul aria-labelledby="grants-title">
        {grants.map((grant) => (
          <GrantLine
            key={grant.id}
            grant={grant}
            name={nameOf(grant)}
            fixed={isPrivate}
            onChange={(next) => onChange(grants.map((one) => (one.id === grant.id ? next : one)))}
            onRemove={() => onChange(grants.filter((one) => one.id !== grant.id))}
          />
        ))}
      </ul>
      <Select
        className="grant-add"
        showSearch={{ optionFilterProp: "label" }}
        value={null}
        placeholder={isPrivate ? t.sharing.addOwner : t.sharing.add}
        aria-label={isPrivate ? t.sharing.addOwner : t.sharing.add}
        options={[
          { label: t.sharing.groups, options: isPrivate ? [] : groups },
          { label: t.sharing.people, options: people },
        ].filter(({ options }) => options.length > 0)}
        onChange={(chosen: string | null) => {
          const [kind = "", id = ""] = (chosen ?? "").split(" ");
          const role = isPrivate ? "owner" : visibility === "company" ? "contributor" : "reader";
          if (kind === "person" || kind === "group") onChange(withGrant(grants, kind, id, role));
        }}
      />
      {!isPrivate && <p className="quiet grants-help">{t.sharing.rolesHelp}</p>}
    </div>
  );
}

interface GrantLineProps {
  grant: Grant;
  name: string;
  /** Owners of a private library are nothing else. */
  fixed: boolean;
  onChange: (grant: Grant) => void;
  onRemove: () => void;
}

function GrantLine({ grant, name, fixed, onChange, onRemove }: GrantLineProps) {
  const { t } = useLanguage();
  const Icon = grant.kind === "group" ? TeamOutlined : UserOutlined;
  return (
    <li className="grant">
      <span className="grant-name">
        <Icon aria-hidden /> {name}
      </span>
      {!fixed && (
        <>
          {grant.role === "reader" && (
            <Checkbox
              checked={grant.mayDownload}
              aria-label={t.sharing.downloadOf(name)}
              onChange={({ target }) => onChange({ ...grant, mayDownload: target.checked })}
            >
              {t.sharing.download}
            </Checkbox>
          )}
          <Select
            className="grant-role"
            size="small"
            value={grant.role}
            aria-label={t.sharing.roleOf(name)}
            options={roles.map((role) => ({ value: role, label: t.sharing.roles[role] }))}
            onChange={(role) => onChange({ ...grant, role })}
          />
        </>
      )}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t.sharing.remove(name)}
        title={t.sharing.remove(name)}
        onClick={onRemove}
      />
    </li>
  );
}
