import { Alert, Button, Form, Input, Radio } from "antd";
import { useState } from "react";
import { languages } from "../app/i18n/languages.ts";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemOf } from "../app/problem.ts";
import { actionOf, fieldsOf, type ActionInput, type ActionShown, type IntentFields } from "./action-fields.ts";
import { actionTypes } from "./intents-view.ts";
import { ToolFields } from "./tool-fields.tsx";

interface IntentFormProps {
  name: string;
  action: ActionShown;
  okText: string;
  /** Throws when it cannot be saved. */
  onSave: (intent: { name: string; action: ActionInput }) => Promise<void>;
  onCancel?: () => void;
}

/** What an intent is called, and what is done with it. */
export function IntentForm({ name, action, okText, onSave, onCancel }: IntentFormProps) {
  const { t } = useLanguage();
  const [form] = Form.useForm<IntentFields>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const type = Form.useWatch("type", form) ?? action.type;
  const save = async () => {
    setBusy(true);
    setProblem("");
    // also of fields that are not shown at the moment
    const fields = form.getFieldsValue(true) as IntentFields;
    try {
      await onSave({ name: fields.name.trim(), action: actionOf(fields) });
    } catch (error) {
      if (problemOf(error).code === "intent.name_taken")
        form.setFields([{ name: "name", errors: [errorText(t, error)] }]);
      else setProblem(errorText(t, error));
    }
    setBusy(false);
  };
  return (
    <Form
      form={form}
      name="intent"
      layout="vertical"
      requiredMark={false}
      className="intent-form"
      initialValues={fieldsOf(name, action)}
      scrollToFirstError={{ block: "center" }}
      onFinish={() => void save()}
      disabled={busy}
    >
      <Form.Item
        name="name"
        label={t.intents.form.name}
        extra={t.intents.form.nameHelp}
        rules={[{ required: true, whitespace: true, message: t.intents.form.nameNeeded }]}
      >
        <Input maxLength={120} autoFocus={!name} />
      </Form.Item>
      <Form.Item name="type" label={t.intents.form.action}>
        <Radio.Group className="action-choice">
          {actionTypes.map((one) => (
            <Radio key={one} value={one}>
              {t.intents.actions[one].name}
              <span className="quiet">{t.intents.actions[one].help}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {type === "reply" && <ReplyFields />}
      {type === "tool" && <ToolFields before={action.type === "tool" ? action : undefined} />}
      {problem && <Alert type="error" showIcon title={problem} />}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={busy}>
          {okText}
        </Button>
        {onCancel && <Button onClick={onCancel}>{t.intents.examples.cancel}</Button>}
      </div>
    </Form>
  );
}

function ReplyFields() {
  const { t } = useLanguage();
  const form = Form.useFormInstance<IntentFields>();
  const some = async () => {
    if (!languages.some((language) => form.getFieldValue(language).trim())) throw new Error(t.intents.form.textNeeded);
  };
  return (
    <div className="reply-fields">
      {languages.map((language) => (
        <Form.Item
          key={language}
          name={language}
          label={t.intents.form.textIn(t.languages[language])}
          dependencies={languages.filter((other) => other !== language)}
          rules={[{ validator: some }]}
        >
          <Input.TextArea lang={language} maxLength={4_000} autoSize={{ minRows: 3, maxRows: 12 }} />
        </Form.Item>
      ))}
      <p className="quiet">{t.intents.form.textHelp}</p>
    </div>
  );
}
