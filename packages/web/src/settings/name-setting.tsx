import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { SettingForm } from "./setting-form.tsx";
import type { CompanySettings } from "./use-company-settings.ts";

/** What the desk is called. */
export function NameSetting({ settings }: { settings: CompanySettings }) {
  const { t, format } = useLanguage();
  const { own, default: standard } = settings.settings.name;
  const { nameLengthMax } = settings.limits;
  return (
    <SettingForm<{ name: string }>
      name="name"
      settings={settings}
      initial={{ name: own ?? "" }}
      field={["name"]}
      toChange={({ name }) => ({ name })}
      standard={standard}
    >
      {() => (
        <Form.Item
          name="name"
          className="setting-line"
          rules={[{ max: nameLengthMax, message: t.company.name.tooLong(format.number(nameLengthMax)) }]}
        >
          <Input aria-label={t.company.name.label} placeholder={standard} autoComplete="off" />
        </Form.Item>
      )}
    </SettingForm>
  );
}
