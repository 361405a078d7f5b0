import { Button, Form, Segmented } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { LocalModelField } from "./local-model-field.tsx";
import { ModelTry } from "./model-try.tsx";
import { ServerFields } from "./server-fields.tsx";

/** What somebody has entered: a model on a server or on this machine. */
export type PlacedModel =
  { place: "server"; baseUrl: string; model: string; apiKey: string } | { place: "local"; model: string };

interface Props {
  use: "embedder" | "reranker";
  connection: { provider: string; baseUrl: string; model: string; hasApiKey: boolean } | null;
  texts: { baseUrlHelp: string; modelHelp: string; save: string; remove: string };
  /** What a try that went well has shown. */
  said: string;
  test: {
    run: (entered: PlacedModel) => void;
    reset: () => void;
    isPending: boolean;
    data: Outputs["model"]["testReranker"] | undefined;
    error: unknown;
  };
  busy: boolean;
  onSave: (entered: PlacedModel) => Promise<boolean>;
  onRemove: () => void;
}

export interface Fields {
  baseUrl: string;
  model: string;
  apiKey: string;
  local: string | undefined;
}

/** Where a model is, how to reach it, a try, and what to do with it. */
export function PlacedModelForm({ use, connection, texts, said, test, busy, onSave, onRemove }: Props) {
  const { t } = useLanguage();
  const [form] = Form.useForm<Fields>();
  const isLocal = connection?.provider === "onnx";
  const [place, setPlace] = useState<"server" | "local">(isLocal ? "local" : "server");

  const runTest = async () => {
    const fields = await form.validateFields().catch(() => undefined);
    if (fields) test.run(enteredIn(place, fields));
  };
  const save = async (fields: Fields) => {
    if (await onSave(enteredIn(place, fields))) form.setFieldValue("apiKey", "");
  };

  return (
    <Form
      form={form}
      name={use}
      layout="vertical"
      requiredMark={false}
      className="narrow-form"
      initialValues={{
        baseUrl: connection?.baseUrl ?? "",
        model: isLocal ? "" : (connection?.model ?? ""),
        apiKey: "",
        local: isLocal ? connection.model : undefined,
      }}
      onFinish={save}
      onValuesChange={test.reset}
      disabled={busy}
    >
      <Form.Item label={t.models.place}>
        <Segmented<"server" | "local">
          aria-label={t.models.place}
          value={place}
          onChange={(value) => {
            setPlace(value);
            test.reset();
          }}
          options={[
            { value: "server", label: t.models.places.server },
            { value: "local", label: t.models.places.local },
          ]}
        />
      </Form.Item>
      {place === "server" ? (
        <ServerFields texts={texts} keyKept={connection?.hasApiKey ?? false} />
      ) : (
        <LocalModelField use={use} onFetched={(name) => form.setFieldValue("local", name)} />
      )}
      <ModelTry data={test.data} error={test.error} works={t.models.tested} said={said} />
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={busy}>
          {texts.save}
        </Button>
        <Button onClick={() => void runTest()} loading={test.isPending}>
          {t.model.test}
        </Button>
        {connection && (
          <Button danger type="text" onClick={onRemove}>
            {texts.remove}
          </Button>
        )}
      </div>
    </Form>
  );
}

function enteredIn(place: "server" | "local", { baseUrl, model, apiKey, local }: Fields): PlacedModel {
  if (place === "local") return { place, model: local ?? "" };
  return { place, baseUrl: baseUrl.trim(), model: model.trim(), apiKey: apiKey.trim() };
}
