import { Alert, AutoComplete, Form, Input, InputNumber } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { BucketFields } from "./bucket-fields.tsx";
import { isPageAddress, limits, linesOf, type Kind } from "./source-form.ts";
import type { SourceInfo } from "./source-text.ts";

interface SourceFieldsProps {
  kind: Kind;
  /** The source as it is; its folder stays. */
  held: SourceInfo | null;
  reach: Outputs["source"]["reach"] | undefined;
}

/** What a source of this kind has to be told. */
export function SourceFields({ kind, held, reach }: SourceFieldsProps) {
  switch (kind) {
    case "urls":
      return <UrlFields />;
    case "crawl":
      return <CrawlFields />;
    case "folder":
      return <FolderField fixed={held !== null} reach={reach} />;
    case "s3":
      return <BucketFields held={held} reach={reach} />;
  }
}

function UrlFields() {
  const { t } = useLanguage();
  const check = async (_: unknown, value: string = "") => {
    const lines = linesOf(value);
    const wrong = lines.find((line) => !isPageAddress(line));
    if (!lines.length) throw new Error(t.sources.urlsNeeded);
    if (wrong !== undefined) throw new Error(t.sources.urlWrong(wrong.slice(0, 120)));
    if (lines.length > limits.urls) throw new Error(t.sources.tooMany);
  };
  return (
    <Form.Item
      name="urls"
      label={t.sources.urls}
      extra={t.sources.urlsHelp}
      rules={[{ validator: check }]}
      validateTrigger="onSubmit"
    >
      <Input.TextArea
        autoSize={{ minRows: 4, maxRows: 12 }}
        placeholder={t.sources.urlsPlaceholder}
        spellCheck={false}
        autoComplete="off"
      />
    </Form.Item>
  );
}

function CrawlFields() {
  const { t } = useLanguage();
  const check = async (_: unknown, value: string = "") => {
    if (!value.trim()) throw new Error(t.sources.startNeeded);
    if (!isPageAddress(value.trim())) throw new Error(t.sources.urlWrong(value.trim().slice(0, 120)));
  };
  return (
    <>
      <Form.Item
        name="start"
        label={t.sources.start}
        extra={t.sources.startHelp}
        rules={[{ validator: check }]}
        validateTrigger="onSubmit"
      >
        <Input
          inputMode="url"
          maxLength={2_000}
          spellCheck={false}
          autoComplete="off"
          placeholder="https://example.org/docs/"
        />
      </Form.Item>
      <div className="source-numbers">
        <Form.Item name="depth" label={t.sources.depth} rules={[{ required: true }]}>
          <InputNumber min={0} max={limits.depth} precision={0} />
        </Form.Item>
        <Form.Item name="pages" label={t.sources.pages} rules={[{ required: true }]}>
          <InputNumber min={1} max={limits.pages} precision={0} />
        </Form.Item>
      </div>
    </>
  );
}

function FolderField({ fixed, reach }: Pick<SourceFieldsProps, "reach"> & { fixed: boolean }) {
  const { t, format } = useLanguage();
  if (!fixed && reach && !reach.mayAdd) {
    return <Alert type="info" showIcon title={t.sources.adminsOnly} className="dialog-alert" />;
  }
  if (!fixed && reach?.folders.length === 0) {
    return <Alert type="info" showIcon title={t.sources.noFolders} className="dialog-alert" />;
  }
  const allowed = reach?.folders ?? [];
  return (
    <Form.Item
      name="path"
      label={t.sources.path}
      {...(allowed.length > 0 && { extra: t.sources.pathHelp(format.list(allowed)) })}
      rules={[{ required: true, whitespace: true, message: t.sources.pathNeeded }]}
    >
      <AutoComplete disabled={fixed} options={allowed.map((value) => ({ value }))} />
    </Form.Item>
  );
}
