import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { isElsewhere, type IntentFields, type ToolShown } from "./action-fields.ts";

/** Headers such as keys: those that are stored are named and kept, or entered anew. */
export function HeaderFields({ before }: { before: ToolShown | undefined }) {
  const { t } = useLanguage();
  const form = Form.useFormInstance<IntentFields>();
  const url = Form.useWatch("url", form) ?? "";
  const keeps = Form.useWatch("keepHeaders", { form, preserve: true }) ?? false;
  const stored = before?.headerNames ?? [];
  const elsewhere = stored.length > 0 && isElsewhere(before?.url ?? null, url);
  const setKeeps = (value: boolean) => form.setFieldValue("keepHeaders", value);
  return (
    <fieldset className="header-fields">
      <legend>{t.intents.form.headers}</legend>
      <p className="quiet">{t.intents.form.headersHelp}</p>
      {keeps ? (
        <>
          <p>{t.intents.form.headersKept(stored.join(", "))}</p>
          {elsewhere && <p className="warned">{t.intents.form.headersElsewhere}</p>}
          <Button size="small" onClick={() => setKeeps(false)}>
            {t.intents.form.headersReplace}
          </Button>
        </>
      ) : (
        <Form.List name="headers">
          {(fields, { add, remove }) => (
            <>
              {fields.map((field, at) => (
                <HeaderField key={field.key} name={field.name} n={at + 1} onRemove={() => remove(field.name)} />
              ))}
              {stored.length > 0 && fields.length === 0 && <p className="warned">{t.intents.form.headersNone}</p>}
              <div className="form-actions">
                <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
                  {t.intents.form.headerAdd}
                </Button>
                {stored.length > 0 && (
                  <Button size="small" onClick={() => setKeeps(true)}>
                    {t.intents.form.headersKeep}
                  </Button>
                )}
              </div>
            </>
          )}
        </Form.List>
      )}
    </fieldset>
  );
}

function HeaderField({ name, n, onRemove }: { name: number; n: number; onRemove: () => void }) {
  const { t, format } = useLanguage();
  const which = format.number(n);
  return (
    <div className="header-field">
      <Form.Item
        name={[name, "name"]}
        rules={[
          { pattern: /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, required: true, message: t.intents.form.headerNameWrong },
        ]}
      >
        <Input aria-label={t.intents.form.headerName(which)} placeholder="X-Api-Key" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={[name, "value"]}
        rules={[{ pattern: /^[\x20-\x7e]{1,2000}$/, required: true, message: t.intents.form.headerValueWrong }]}
      >
        <Input.Password aria-label={t.intents.form.headerValue(which)} autoComplete="new-password" />
      </Form.Item>
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.intents.form.headerRemove(which)}
        onClick={onRemove}
      />
    </div>
  );
}
