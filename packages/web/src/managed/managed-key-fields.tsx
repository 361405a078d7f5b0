import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { keepsKey, type Fields, type Managed } from "./managed-form.ts";

/** An access key. A stored one is never shown; left empty, it stays for its region. */
export function ManagedKeyFields({ held }: { held: Managed | null }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const form = Form.useFormInstance<Fields>();
  const right = Form.useWatch("right", form);
  const region = Form.useWatch("region", form) ?? "";
  if (right !== "iam") return null;
  const kept = keepsKey({ region, right }, held);
  const rules = kept ? [] : [{ required: true, whitespace: true, message: texts.keyNeeded }];
  const placeholder = kept ? texts.keyPlaceholder : "";
  return (
    <>
      <Form.Item name="accessKeyId" label={texts.accessKeyId} {...(kept && { extra: texts.keyKept })} rules={rules}>
        <Input autoComplete="off" placeholder={placeholder} maxLength={200} />
      </Form.Item>
      <Form.Item name="secretAccessKey" label={texts.secretAccessKey} rules={rules}>
        <Input.Password autoComplete="new-password" placeholder={placeholder} maxLength={200} />
      </Form.Item>
      <Form.Item name="sessionToken" label={texts.sessionToken} extra={texts.sessionTokenHelp}>
        <Input.Password autoComplete="new-password" maxLength={4000} />
      </Form.Item>
    </>
  );
}
