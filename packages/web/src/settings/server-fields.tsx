import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";

interface ServerFieldsProps {
  texts: { baseUrlHelp: string; modelHelp: string };
  /** The name of some model. */
  example?: string;
  keyKept: boolean;
}

/** How a server with a model is reached. */
export function ServerFields({ texts, example, keyKept }: ServerFieldsProps) {
  const { t } = useLanguage();
  return (
    <>
      <Form.Item
        name="baseUrl"
        label={t.model.baseUrl}
        extra={texts.baseUrlHelp}
        validateTrigger="onBlur"
        rules={[{ required: true, pattern: /^\s*https?:\/\/\S+$/i, message: t.problems["model.url_invalid"] }]}
      >
        <Input placeholder="https://api.example.com/v1" inputMode="url" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="model"
        label={t.model.name}
        extra={texts.modelHelp}
        rules={[{ required: true, whitespace: true, message: t.model.nameNeeded }]}
      >
        <Input {...(example && { placeholder: example })} autoComplete="off" maxLength={200} />
      </Form.Item>
      <Form.Item name="apiKey" label={t.model.apiKey} extra={keyKept ? t.model.keyKept : t.model.keyHelp}>
        <Input.Password
          autoComplete="new-password"
          placeholder={keyKept ? t.model.keyPlaceholder : ""}
          maxLength={1000}
        />
      </Form.Item>
    </>
  );
}
