import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Inputs, Outputs } from "../app/trpc.ts";
import { roleOptions } from "./role-options.ts";

type Rules = NonNullable<Inputs["identityProvider"]["add"]["rules"]>;
type Role = NonNullable<Rules[number]["role"]>;

/** What a group of the service gives: "role:editor", or "group:" and an id. */
export interface RuleField {
  value: string;
  gives: string;
}

export function rulesFrom(rules: Rules): RuleField[] {
  return rules.map(({ value, role, groupId }) => ({ value, gives: role ? `role:${role}` : `group:${groupId ?? ""}` }));
}

export function rulesTo(fields: readonly RuleField[]): Rules {
  return fields.map(({ value, gives }) => {
    const what = gives.slice(gives.indexOf(":") + 1);
    return gives.startsWith("role:") ? { value, role: what as Role } : { value, groupId: what };
  });
}

/** Which groups of the service give which roles and groups here. */
export function ClaimRules({ groups }: { groups: Outputs["group"]["list"] }) {
  const { t } = useLanguage();
  const words = t.accounts.services;
  const options = [
    ...roleOptions(t).map(({ value, label }) => ({ value: `role:${value}`, label: words.role(label) })),
    ...groups.map(({ id, name }) => ({ value: `group:${id}`, label: words.group(name) })),
  ];
  const needed = [{ required: true, message: words.needed }];
  return (
    <fieldset className="claim-rules">
      <legend>{words.rules}</legend>
      <p className="quiet">{words.rulesHelp}</p>
      <Form.List name="rules">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="claim-rule">
                <Form.Item name={[name, "value"]} rules={needed}>
                  <Input aria-label={words.value} placeholder={words.value} />
                </Form.Item>
                <Form.Item name={[name, "gives"]} rules={needed}>
                  <Select aria-label={words.gives} placeholder={words.gives} options={options} />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={words.removeRule}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
              {words.addRule}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
