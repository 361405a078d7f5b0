import { Button, Form, type FormInstance } from "antd";
import { useState, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { Setting, SettingState } from "./setting-state.tsx";
import { useSettingChange, type CompanySettings, type SettingChange, type SettingKey } from "./use-company-settings.ts";

interface SettingFormProps<Fields extends object> {
  name: Exclude<SettingKey, "logo">;
  settings: CompanySettings;
  /** What stands in the fields before anything is typed. */
  initial: Fields;
  /** The field that tells what the desk refuses. */
  field: string[];
  toChange: (fields: Fields) => SettingChange;
  standard?: string | undefined;
  /** Asked before it is saved; nothing is when it says no. */
  sure?: (fields: Fields) => Promise<boolean>;
  /** `touch` is for what changes a field without typing. */
  children: (form: FormInstance<Fields>, touch: () => void) => ReactNode;
}

/** One setting by itself: its fields, its own button to save, and the way back to the default. */
export function SettingForm<Fields extends object>(props: SettingFormProps<Fields>) {
  const { changedAt } = props.settings.settings[props.name];
  // what was saved is what the fields begin with again
  return (
    <Setting name={props.name}>
      <FormOf key={changedAt ?? "default"} {...props} />
    </Setting>
  );
}

function FormOf<Fields extends object>(props: SettingFormProps<Fields>) {
  const { name, settings, initial, field, toChange, standard, sure, children } = props;
  const { t } = useLanguage();
  const [form] = Form.useForm<Fields>();
  const { change, isPending } = useSettingChange();
  const [touched, setTouched] = useState(false);
  const attempt = async (given: SettingChange) => {
    try {
      await change(name, given);
      setTouched(false);
    } catch (error) {
      form.setFields([{ name: field, errors: [errorText(t, error)] } as never]);
      form.scrollToField(field as never, { block: "center" });
    }
  };
  const save = async (fields: Fields) => {
    if (!sure || (await sure(fields))) await attempt(toChange(fields));
  };
  return (
    <Form
      form={form}
      name={name}
      layout="vertical"
      requiredMark={false}
      initialValues={initial}
      scrollToFirstError={{ block: "center" }}
      onValuesChange={() => setTouched(true)}
      onFinish={save}
      disabled={isPending}
    >
      {children(form, () => setTouched(true))}
      <div className="setting-foot">
        <Button
          type="primary"
          htmlType="submit"
          loading={isPending}
          disabled={!touched}
          aria-label={t.company.saveOf(t.company.names[name].title)}
        >
          {t.common.save}
        </Button>
        <SettingState
          name={name}
          settings={settings}
          standard={standard}
          busy={isPending}
          onDefault={() => void attempt({ [name]: null })}
        />
      </div>
    </Form>
  );
}
