import { Alert, Checkbox, Form, Input, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { keepsKey, losesKey, type Fields } from "./entry-fields.ts";
import type { Entry, Provider } from "./entry.ts";

interface KeyFieldsProps {
  provider: Provider;
  /** The model that is changed. */
  stored: Entry | undefined;
  copied: Entry | undefined;
}

/** By what right a model is called. A stored key is never shown; left empty, it stays. */
export function KeyFields({ provider, stored, copied }: KeyFieldsProps) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const form = Form.useFormInstance<Fields>();
  // everything that decides over the key: where the model is, and the right
  Form.useWatch("baseUrl", form);
  Form.useWatch("region", form);
  const right = Form.useWatch("right", { form, preserve: true });
  const dropped = Form.useWatch("keyDropped", form) === true;
  const fields = form.getFieldsValue(true) as Partial<Fields>;
  const known = isWhole(fields);
  const kept = known && keepsKey(provider, fields, stored);
  const lost = known && losesKey(provider, fields, stored);
  const isAws = provider === "bedrock" || provider === "sagemaker";
  const needed = isAws && !kept;
  const rules = needed ? [{ required: true, whitespace: true, message: texts.keyNeeded }] : [];
  const placeholder = kept ? texts.keyPlaceholder : "";
  return (
    <>
      {lost && <Alert type="warning" showIcon title={texts.keyMoved} className="form-note" />}
      {copied?.key && <Alert type="info" showIcon title={texts.keyNotCopied} className="form-note" />}
      {isAws && (
        <Form.Item name="right" label={texts.right}>
          <Select
            options={(["none", "bearer", "iam"] as const)
              .filter((value) => value !== "bearer" || provider === "bedrock")
              .map((value) => ({ value, label: texts.rights[value] }))}
          />
        </Form.Item>
      )}
      {(!isAws || right === "bearer") && (
        <Form.Item
          name="token"
          label={isAws ? texts.token : texts.key}
          extra={kept ? texts.keyKept : texts.keyHelp}
          rules={rules}
        >
          <Input.Password autoComplete="new-password" placeholder={placeholder} maxLength={4000} disabled={dropped} />
        </Form.Item>
      )}
      {!isAws && kept && (
        <Form.Item name="keyDropped" valuePropName="checked">
          <Checkbox>{texts.keyDrop}</Checkbox>
        </Form.Item>
      )}
      {isAws && right === "iam" && (
        <>
          <Form.Item name="accessKeyId" label={texts.accessKeyId} {...(kept && { extra: texts.keyKept })} rules={rules}>
            <Input autoComplete="off" placeholder={placeholder} maxLength={200} />
          </Form.Item>
          <Form.Item
            name="secretAccessKey"
            label={texts.secretAccessKey}
            dependencies={["accessKeyId"]}
            rules={[
              ...rules,
              {
                validator: async (_, value: string) => {
                  if (form.getFieldValue("accessKeyId") && !value) throw new Error(texts.keyNeeded);
                },
              },
            ]}
          >
            <Input.Password autoComplete="new-password" placeholder={placeholder} maxLength={200} />
          </Form.Item>
          <Form.Item name="sessionToken" label={texts.sessionToken} extra={texts.sessionTokenHelp}>
            <Input.Password autoComplete="new-password" maxLength={4000} />
          </Form.Item>
        </>
      )}
    </>
  );
}

/** Before its first picture the form has no values yet. */
function isWhole(fields: Partial<Fields>): fields is Fields {
  return fields.right !== undefined;
}
