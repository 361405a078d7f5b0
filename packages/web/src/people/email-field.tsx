import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";

export function EmailField() {
  const { t } = useLanguage();
  return (
    <Form.Item
      name="email"
      label={t.people.email}
      validateTrigger="onBlur"
      rules={[{ required: true, type: "email", message: t.people.emailNeeded }]}
    >
      <Input type="email" autoComplete="username" autoFocus />
    </Form.Item>
  );
}
