import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { blankBucket, keepsKey } from "./bucket-form.ts";
import type { Filled } from "./source-form.ts";
import type { SourceInfo } from "./source-text.ts";

/** An access key. A stored one is never shown; left empty, it stays as long as no more is read with it. */
export function BucketKeyFields({ held }: { held: SourceInfo | null }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const form = Form.useFormInstance<Filled>();
  const filled = { ...blankBucket, ...(Form.useWatch([], form) as Partial<Filled> | undefined) };
  const kept = keepsKey(filled, held);
  const help = held?.hasKey ? t.sources.buckets.keyAgain : t.sources.buckets.keyHelp;
  const rules = kept ? [] : [{ required: true, whitespace: true, message: texts.keyNeeded }];
  const placeholder = kept ? texts.keyPlaceholder : "";
  return (
    <>
      <Form.Item
        name="accessKeyId"
        label={texts.accessKeyId}
        extra={kept ? texts.keyKept : help}
        rules={rules}
        validateTrigger="onSubmit"
      >
        <Input autoComplete="off" spellCheck={false} placeholder={placeholder} maxLength={200} />
      </Form.Item>
      <Form.Item name="secretAccessKey" label={texts.secretAccessKey} rules={rules} validateTrigger="onSubmit">
        <Input.Password autoComplete="new-password" placeholder={placeholder} maxLength={200} />
      </Form.Item>
      <Form.Item name="sessionToken" label={texts.sessionToken} extra={texts.sessionTokenHelp}>
        <Input.Password autoComplete="new-password" maxLength={4_000} />
      </Form.Item>
    </>
  );
}
