import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form, InputNumber, Radio, type FormInstance } from "antd";
import { useDeferredValue } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { SettingForm } from "./setting-form.tsx";
import type { CompanySettings, DaysKey } from "./use-company-settings.ts";

interface Fields {
  ends: boolean;
  days: number | null;
}

interface DaysSettingProps {
  name: DaysKey;
  settings: CompanySettings;
}

const usual = 365;

/** How long something is kept, and how much would go at once, before it is saved. */
export function DaysSetting({ name, settings }: DaysSettingProps) {
  const { t, format } = useLanguage();
  const { own } = settings.settings[name];
  const sure = useSure(name);
  const { daysMin, daysMax } = settings.limits;
  const [least, most] = [daysMin[name], daysMax];
  const words = t.company.retention;
  return (
    <SettingForm<Fields>
      name={name}
      settings={settings}
      initial={{ ends: own !== null, days: own ?? usual }}
      field={["days"]}
      toChange={({ ends, days }) => ({ [name]: ends ? days : null })}
      standard={words.forEver}
      sure={({ ends, days }) => sure(ends ? days : null)}
    >
      {(form) => (
        <>
          <Form.Item name="ends" className="setting-ends">
            <Radio.Group
              aria-label={t.company.names[name].title}
              options={[
                { value: false, label: words.forEver },
                { value: true, label: words.forDays },
              ]}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["ends"]}>
            {() =>
              form.getFieldValue("ends") === true && (
                <Form.Item
                  name="days"
                  rules={[
                    {
                      required: true,
                      type: "integer",
                      min: least,
                      max: most,
                      message: words.range(format.number(least), format.number(most)),
                    },
                  ]}
                >
                  <InputNumber
                    aria-label={`${t.company.names[name].title}: ${words.days}`}
                    suffix={words.unit}
                    controls={false}
                    className="setting-days"
                  />
                </Form.Item>
              )
            }
          </Form.Item>
          <WouldGo form={form} name={name} settings={settings} />
        </>
      )}
    </SettingForm>
  );
}

function WouldGo({ form, name, settings }: DaysSettingProps & { form: FormInstance<Fields> }) {
  const { t, format } = useLanguage();
  const ends = Form.useWatch("ends", form) ?? false;
  // what is still being typed is not counted at every digit
  const days = useDeferredValue(Form.useWatch("days", form) ?? 0);
  const { daysMin, daysMax } = settings.limits;
  const fits = ends && Number.isInteger(days) && days >= daysMin[name] && days <= daysMax;
  const due = useQuery(useTRPC().setting.due.queryOptions({ key: name, days }, { enabled: fits, retry: false }));
  const { retention } = t.company;
  if (!fits) return null;
  if (due.isError) return <p role="alert">{errorText(t, due.error)}</p>;
  if (!due.data) return <p className="quiet">{retention.counting}</p>;
  const { number } = due.data;
  return (
    <p role="status" className={number > 0 ? "setting-due" : "quiet"}>
      {retention.due[name](number, format.number(number))}
    </p>
  );
}

/** Asks before something is deleted; what was counted is counted again. */
function useSure(name: DaysKey): (days: number | null) => Promise<boolean> {
  const { t, format } = useLanguage();
  const { modal, message } = App.useApp();
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  const { retention } = t.company;
  return async (days) => {
    if (days === null) return true;
    try {
      const { number } = await queryClient.fetchQuery(
        trpc.setting.due.queryOptions({ key: name, days }, { staleTime: 0, retry: false }),
      );
      if (number === 0) return true;
      const due = retention.due[name](number, format.number(number));
      return await modal.confirm({
        title: retention.sureTitle,
        content: retention.sureText(due),
        okText: retention.sure,
        okButtonProps: { danger: true },
        cancelText: retention.cancel,
      });
    } catch (error) {
      void message.error(errorText(t, error));
      return false;
    }
  };
}
