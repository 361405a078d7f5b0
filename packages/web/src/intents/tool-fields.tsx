import { Button, Checkbox, Form, Input, Select } from "antd";
import type { Formats } from "../app/format.ts";
import type { Texts } from "../app/i18n/zh.ts";
import { useLanguage } from "../app/language.tsx";
import { useMe } from "../app/me.ts";
import { isAddress, sampleSchema, schemaProblem, type IntentFields, type ToolShown } from "./action-fields.ts";
import { HeaderFields } from "./header-fields.tsx";

/** Where a service is, what it is called with, and what is sent along. */
export function ToolFields({ before }: { before: ToolShown | undefined }) {
  const { t, format } = useLanguage();
  const { user } = useMe();
  const form = Form.useFormInstance<IntentFields>();
  return (
    <div className="tool-fields">
      <div className="tool-address">
        <Form.Item
          name="url"
          label={t.intents.form.url}
          extra={t.intents.form.urlHelp}
          rules={[
            { validator: async (_, value: string) => refuse(value && !isAddress(value) && t.intents.form.urlWrong) },
          ]}
        >
          <Input inputMode="url" maxLength={2_000} placeholder="https://api.example.com/rooms" />
        </Form.Item>
        <Form.Item name="method" label={t.intents.form.method}>
          <Select
            options={(["POST", "GET"] as const).map((value) => ({ value, label: t.intents.form.methods[value] }))}
          />
        </Form.Item>
      </div>
      <Form.Item name="description" label={t.intents.form.description} extra={t.intents.form.descriptionHelp}>
        <Input maxLength={2_000} />
      </Form.Item>
      <Form.Item
        name="parameters"
        label={t.intents.form.parameters}
        extra={t.intents.form.parametersHelp}
        validateTrigger="onBlur"
        rules={[{ validator: async (_, value: string) => refuse(problemIn(t, format, value)) }]}
      >
        <Input.TextArea className="code-area" spellCheck={false} autoSize={{ minRows: 6, maxRows: 24 }} />
      </Form.Item>
      <Button
        className="tool-sample"
        size="small"
        onClick={() => {
          form.setFieldValue("parameters", sampleSchema);
          void form.validateFields(["parameters"]);
        }}
      >
        {t.intents.form.sample}
      </Button>
      <HeaderFields before={before} />
      <Form.Item name="allowPrivate" valuePropName="checked" extra={t.intents.form.allowPrivateHelp}>
        <Checkbox disabled={user.role !== "admin" && !before?.allowPrivate}>{t.intents.form.allowPrivate}</Checkbox>
      </Form.Item>
    </div>
  );
}

async function refuse(why: string | false | undefined): Promise<void> {
  if (why) throw new Error(why);
}

/** What is wrong with a schema, and what to do. */
function problemIn({ intents: { form: t } }: Texts, format: Formats, text: string): string | undefined {
  const problem = schemaProblem(text);
  if (!problem) return undefined;
  switch (problem.type) {
    case "json":
      return t.jsonWrong(format.number(problem.line));
    case "object":
      return t.schemaNoObject;
    case "properties":
      return t.schemaProperties;
    case "required":
      return t.schemaRequired;
    case "property":
      return t.schemaProperty(problem.name);
    case "unknown":
      return t.schemaUnknown(problem.name);
  }
}
