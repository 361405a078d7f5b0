import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { passwordLengthMin } from "./password.ts";

/** A new password, entered twice. */
export function PasswordFields({ label }: { label: string }) {
  const { t } = useLanguage();
  return (
    <>
      <Form.Item
        name="password"
        label={label}
        extra={t.people.passwordRule(passwordLengthMin)}
        validateTrigger="onBlur"
        rules={[{ required: true, min: passwordLengthMin, message: t.people.passwordRule(passwordLengthMin) }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t.settings.passwordAgain}
        dependencies={["password"]}
        validateTrigger="onBlur"
        rules={[
          { required: true, message: t.people.passwordNeeded },
          ({ getFieldValue }) => ({
            validator: async (_, value) => {
              if (value && value !== getFieldValue("password")) throw new Error(t.settings.passwordsDiffer);
            },
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
