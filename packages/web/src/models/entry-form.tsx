import { useMutation } from "@tanstack/react-query";
import { Alert, App, Button, Checkbox, Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText, problemOf } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { ChatFields } from "./chat-fields.tsx";
import { fieldsOf, inputOf, type Fields } from "./entry-fields.ts";
import type { Entry, Kind, Provider } from "./entry.ts";
import { KeyFields } from "./key-fields.tsx";
import { LimitFields } from "./limit-fields.tsx";
import { ModelTried } from "./model-tried.tsx";
import { PlaceFields } from "./place-fields.tsx";
import { PriceFields } from "./price-fields.tsx";
import { useModels, useRefreshModels } from "./use-models.ts";

interface EntryFormProps {
  kind: Kind;
  provider: Provider;
  baseUrl?: string | undefined;
  /** The model that is changed or copied. */
  entry?: Entry;
  copies?: boolean;
  onTouch: () => void;
  onSaved: () => void;
  onBack?: () => void;
}

/** Everything that is known of a model, a try with what has been entered, and saving it. */
export function EntryForm({ kind, provider, baseUrl, entry, copies, onTouch, onSaved, onBack }: EntryFormProps) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const { message } = App.useApp();
  const client = useTRPCClient();
  const refresh = useRefreshModels();
  const [form] = Form.useForm<Fields>();
  const stored = copies ? undefined : entry;
  const bound = kind === "embed" && stored !== undefined && stored.uses.length > 0;
  const usable = kind !== "embed" && !stored;
  const free = !useModels().data?.some(({ uses }) => uses.some((use) => use === kind));
  const entered = () => inputOf(kind, provider, form.getFieldsValue(true), stored);

  const test = useMutation(useTRPC().model.try.mutationOptions());
  const save = useMutation({
    mutationFn: async () => {
      const input = entered();
      if (stored) return client.model.change.mutate({ ...input, id: stored.id });
      const { id } = await client.model.add.mutate({ ...input, kind });
      if (kind !== "embed" && form.getFieldValue("useNow")) await client.model.use.mutate({ use: kind, id });
    },
    onSuccess: async () => {
      void message.success(stored ? texts.saved : texts.added);
      await refresh();
      onSaved();
    },
    onError: (error) => {
      const field = fieldOf(problemOf(error).code);
      if (field) form.setFields([{ name: field, errors: [wordsFor(error)] }]);
      if (field) form.scrollToField(field, { block: "center" });
    },
  });
  const wordsFor = (error: unknown) => {
    const { code, message } = problemOf(error);
    return code.endsWith(".contract_invalid") ? message : errorText(t, error);
  };
  const runTest = async () => {
    if (!(await form.validateFields().catch(() => undefined))) return;
    const { place, key } = entered();
    test.mutate({ kind, place, ...(key !== undefined && { key }), ...(stored && { id: stored.id }) });
  };

  const initial = fieldsOf(provider, { entry, baseUrl });
  return (
    <Form<Fields>
      form={form}
      name="model"
      layout="vertical"
      requiredMark={false}
      initialValues={{
        ...initial,
        ...(copies && { name: texts.copyOf(initial.name) }),
        useNow: usable && free,
      }}
      scrollToFirstError={{ block: "center" }}
      onFinish={() => save.mutate()}
      onValuesChange={() => {
        test.reset();
        save.reset();
        onTouch();
      }}
      disabled={save.isPending}
    >
      {bound && <Alert type="info" showIcon title={texts.inIndex} className="form-note" />}
      <PlaceFields
        kind={kind}
        provider={provider}
        baseUrl={baseUrl}
        bound={bound}
        onModel={(model) => {
          form.setFieldValue("model", model);
          suggestName();
        }}
        onModelEntered={suggestName}
      />
      {provider !== "onnx" && <KeyFields provider={provider} stored={stored} copied={copies ? entry : undefined} />}
      <Form.Item
        name="name"
        label={texts.name}
        extra={texts.nameHelp}
        rules={[{ required: true, whitespace: true, message: texts.nameNeeded }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      {kind === "chat" && <ChatFields ownId={stored?.id} />}
      {provider !== "onnx" && kind !== "image" && <PriceFields kind={kind} />}
      {kind === "chat" && <LimitFields />}
      {usable && (
        <Form.Item name="useNow" valuePropName="checked" noStyle>
          <Checkbox className="form-note">{texts.useNow[kind]}</Checkbox>
        </Form.Item>
      )}
      <ModelTried kind={kind} data={test.data} error={test.error} />
      {save.error && !fieldOf(problemOf(save.error).code) && (
        <Alert type="error" showIcon role="alert" title={wordsFor(save.error)} className="form-note" />
      )}
      <div className="form-actions entry-save">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t.common.save}
        </Button>
        <Button onClick={() => void runTest()} loading={test.isPending}>
          {texts.tryFirst}
        </Button>
        {onBack && (
          <Button type="text" onClick={onBack}>
            {t.models.catalogue.start.again}
          </Button>
        )}
      </div>
    </Form>
  );

  /** A model's own name does, until somebody has written another. */
  function suggestName() {
    if (!form.isFieldTouched("name") && !entry) form.setFieldValue("name", form.getFieldValue("model"));
  }
}

/** The field that a problem is about. */
function fieldOf(code: string): keyof Fields | undefined {
  if (code.endsWith(".contract_invalid")) return "contract";
  if (code === "model.name_taken") return "name";
  if (code === "model.url_invalid") return "baseUrl";
  return code === "model.fallback_unfit" ? "fallbackId" : undefined;
}
