import { Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { ContractFields } from "./contract-fields.tsx";
import type { Kind, Provider } from "./entry.ts";
import { LocalModelField } from "./local-model-field.tsx";
import { exampleFor } from "./starting-points.ts";

interface PlaceFieldsProps {
  kind: Kind;
  provider: Provider;
  baseUrl?: string | undefined;
  /** An index is made with it: it stays where and what it is. */
  bound: boolean;
  onModel: (model: string) => void;
  onModelEntered: () => void;
}

/** Where a model is. */
export function PlaceFields({ kind, provider, baseUrl, bound, onModel, onModelEntered }: PlaceFieldsProps) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const model = (label: string, help: string, needed = true) => (
    <Form.Item
      name="model"
      label={label}
      extra={help}
      rules={needed ? [{ required: true, whitespace: true, message: texts.modelNeeded }] : []}
    >
      <Input
        placeholder={exampleFor(kind, provider, baseUrl)}
        autoComplete="off"
        maxLength={provider === "bedrock" ? 2048 : 200}
        disabled={bound}
        onChange={onModelEntered}
      />
    </Form.Item>
  );
  switch (provider) {
    case "openai":
    case "rerank-api":
      return (
        <>
          <Form.Item
            name="baseUrl"
            label={texts.baseUrl}
            extra={provider === "openai" ? texts.baseUrlHelp : texts.rerankUrlHelp}
            validateTrigger="onBlur"
            rules={[{ required: true, pattern: /^\s*https?:\/\/\S+$/i, message: t.problems["model.url_invalid"] }]}
          >
            <Input placeholder="https://api.example.com/v1" inputMode="url" autoComplete="off" disabled={bound} />
          </Form.Item>
          {model(texts.model, texts.modelHelp)}
        </>
      );
    case "bedrock":
      return (
        <>
          <RegionField bound={bound} />
          {model(texts.bedrockModel, texts.bedrockModelHelp)}
          {kind === "chat" && <GuardrailFields />}
        </>
      );
    case "sagemaker":
      return (
        <>
          <RegionField bound={bound} />
          <Form.Item
            name="endpoint"
            label={texts.endpoint}
            rules={[{ required: true, whitespace: true, message: texts.endpointNeeded }]}
          >
            <Input maxLength={63} autoComplete="off" disabled={bound} />
          </Form.Item>
          {kind !== "image" && <ContractFields kind={kind} bound={bound} />}
          {model(texts.model, texts.sagemakerModelHelp, false)}
          <Form.Item name="component" label={texts.component} extra={texts.componentHelp}>
            <Input maxLength={63} autoComplete="off" disabled={bound} />
          </Form.Item>
          <Form.Item name="archive" label={texts.archive} extra={texts.archiveHelp}>
            <Input maxLength={1000} autoComplete="off" disabled={bound} />
          </Form.Item>
        </>
      );
    case "onnx":
      return (
        <LocalModelField
          use={kind === "embed" ? "embedder" : "reranker"}
          bound={bound}
          onChosen={onModel}
          onEntered={onModelEntered}
        />
      );
  }
}

function RegionField({ bound }: { bound: boolean }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  return (
    <Form.Item
      name="region"
      label={texts.region}
      validateTrigger="onBlur"
      rules={[{ required: true, pattern: /^\s*[a-z]{2}(-[a-z]+)+-\d\s*$/, message: texts.regionNeeded }]}
    >
      <Input placeholder="eu-central-1" autoComplete="off" maxLength={40} disabled={bound} />
    </Form.Item>
  );
}

function GuardrailFields() {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  return (
    <div className="field-pair">
      <Form.Item name="guardrailId" label={texts.guardrail} extra={texts.guardrailHelp}>
        <Input maxLength={2048} autoComplete="off" />
      </Form.Item>
      <Form.Item name="guardrailVersion" label={texts.guardrailVersion}>
        <Input maxLength={10} autoComplete="off" placeholder="DRAFT" />
      </Form.Item>
    </div>
  );
}
