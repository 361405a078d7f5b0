import { CheckCircleOutlined, DeleteOutlined, MoreOutlined, PauseCircleOutlined } from "@ant-design/icons";
import { Button, Dropdown, Tag, type MenuProps } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Company } from "./use-companies.ts";

export type Act = "rename" | "invite" | "remove";

interface CompanyRowProps {
  company: Company;
  onAct: (act: Act | "suspend" | "resume") => void;
}

const icons = { active: CheckCircleOutlined, suspended: PauseCircleOutlined, removing: DeleteOutlined };
const colours = { active: "success", suspended: "warning", removing: "error" };

/** One company: its name and state, its figures, and what can be done with it. */
export function CompanyRow({ company, onAct }: CompanyRowProps) {
  const { t, format } = useLanguage();
  const { name, state, own, people, documents, questions, signUpDomains } = company;
  const words = t.companies;
  const Icon = icons[state];
  const closing: MenuProps["items"] = own
    ? []
    : [
        state === "suspended" ? { key: "resume", label: words.resume } : { key: "suspend", label: words.suspend },
        { type: "divider" },
        { key: "remove", label: words.remove, danger: true },
      ];
  const items: MenuProps["items"] = [
    { key: "rename", label: words.rename },
    { key: "invite", label: words.invite },
    ...closing,
  ];
  return (
    <li className="company-row">
      <span className="company-name">
        <strong>{name}</strong>
        {own && <span className="quiet">{words.own}</span>}
        {signUpDomains.length > 0 && <span className="quiet">{words.domains(format.list(signUpDomains))}</span>}
      </span>
      <Tag icon={<Icon aria-hidden />} color={colours[state]}>
        {words.states[state]}
      </Tag>
      <span className="company-figures">
        <span>{words.people(format.number(people), people)}</span>
        <span>{words.documents(format.number(documents), documents)}</span>
        <span>{words.questions(format.number(questions), questions)}</span>
      </span>
      <Dropdown
        trigger={["click"]}
        placement="bottomRight"
        disabled={state === "removing"}
        getPopupContainer={(button) => button.parentElement ?? document.body}
        menu={{ items, onClick: ({ key }) => onAct(key as Parameters<typeof onAct>[0]) }}
      >
        <Button
          type="text"
          icon={<MoreOutlined aria-hidden />}
          aria-label={words.menu(name)}
          disabled={state === "removing"}
        />
      </Dropdown>
    </li>
  );
}
