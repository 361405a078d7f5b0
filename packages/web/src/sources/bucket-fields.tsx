import { AutoComplete, Form, Input, Select, Switch } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { BucketKeyFields } from "./bucket-key-fields.tsx";
import { isEndpoint } from "./bucket-form.ts";
import type { Filled } from "./source-form.ts";
import type { SourceInfo } from "./source-text.ts";

interface BucketFieldsProps {
  held: SourceInfo | null;
  reach: Outputs["source"]["reach"] | undefined;
}

/** Which objects are meant, where they are, and by what right they are read. */
export function BucketFields({ held, reach }: BucketFieldsProps) {
  const { t, format } = useLanguage();
  const texts = t.sources.buckets;
  const form = Form.useFormInstance<Filled>();
  const endpoint = Form.useWatch("endpoint", form) ?? "";
  const right = Form.useWatch("right", form) ?? "key";
  const buckets = reach?.buckets ?? [];
  const hasRole = buckets.length > 0 || right === "role";
  const region = endpoint.trim() ? /^\s*[a-z0-9-]{1,40}\s*$/ : /^\s*[a-z]{2}(-[a-z]+)+-\d\s*$/;
  const checkEndpoint = async (_: unknown, value: string = "") => {
    if (value.trim() && !isEndpoint(value.trim())) throw new Error(texts.endpointWrong);
  };
  return (
    <>
      <Form.Item
        name="bucket"
        label={texts.bucket}
        rules={[{ pattern: /^\s*[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\s*$/, required: true, message: texts.bucketWrong }]}
        validateTrigger="onSubmit"
      >
        <AutoComplete options={right === "role" ? buckets.map((value) => ({ value })) : []} maxLength={63} />
      </Form.Item>
      <Form.Item name="prefix" label={texts.prefix} extra={texts.prefixHelp}>
        <Input autoComplete="off" spellCheck={false} maxLength={1_000} />
      </Form.Item>
      <Form.Item
        name="region"
        label={texts.region}
        dependencies={["endpoint"]}
        rules={[{ pattern: region, required: true, message: texts.regionWrong }]}
        validateTrigger="onSubmit"
      >
        <Input autoComplete="off" spellCheck={false} maxLength={40} />
      </Form.Item>
      {hasRole && (
        <Form.Item
          name="right"
          label={texts.right}
          {...(right === "role" && { extra: texts.roleHelp(format.list(buckets)) })}
        >
          <Select options={(["key", "role"] as const).map((value) => ({ value, label: texts.rights[value] }))} />
        </Form.Item>
      )}
      {right === "key" && <BucketKeyFields held={held} />}
      {right === "key" && (
        <Form.Item
          name="endpoint"
          label={texts.endpoint}
          extra={texts.endpointHelp}
          rules={[{ validator: checkEndpoint }]}
          validateTrigger="onSubmit"
        >
          <Input inputMode="url" autoComplete="off" spellCheck={false} maxLength={500} />
        </Form.Item>
      )}
      {right === "key" && endpoint.trim() && (
        <Form.Item name="pathStyle" label={texts.pathStyle} extra={texts.pathStyleHelp} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </>
  );
}
