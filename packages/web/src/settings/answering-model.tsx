import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { ModelCard } from "./model-card.tsx";
import { ModelTry } from "./model-try.tsx";
import { ServerFields } from "./server-fields.tsx";

/** Which model answers, and how it is reached. */
export function AnsweringModel() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const connection = useQuery(trpc.model.get.queryOptions(undefined, { staleTime: 0 }));
  const status = useQuery(trpc.model.status.queryOptions());
  const { data } = status;
  return (
    <ModelCard
      id="answering-model"
      texts={t.model}
      status={data && { connected: data.kind !== "quoting", said: t.model.status[data.kind](data.name) }}
      connection={connection}
    >
      {connection.data !== undefined && (
        <ConnectionForm key={connection.data?.baseUrl ?? ""} connection={connection.data} />
      )}
    </ModelCard>
  );
}

interface Fields {
  baseUrl: string;
  model: string;
  apiKey?: string;
}

function ConnectionForm({ connection }: { connection: Outputs["model"]["get"] }) {
  const { t } = useLanguage();
  const { message, modal } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const test = useMutation(trpc.model.test.mutationOptions());
  const set = useMutation(trpc.model.set.mutationOptions());
  const remove = useMutation(trpc.model.remove.mutationOptions());
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.model.pathKey() });

  const runTest = async () => {
    const fields = await form.validateFields().catch(() => undefined);
    if (fields) test.mutate(inputOf(fields));
  };
  const save = async (fields: Fields) => {
    try {
      await set.mutateAsync(inputOf(fields));
      form.setFieldValue("apiKey", "");
      void message.success(t.model.saved);
      await refresh();
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  const confirmRemove = () =>
    modal.confirm({
      title: t.model.removeTitle,
      content: t.model.removeText,
      okText: t.model.remove,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await remove.mutateAsync();
        } catch (error) {
          void message.error(errorText(t, error));
        }
        test.reset();
        await refresh();
      },
    });

  const busy = set.isPending || remove.isPending;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="narrow-form"
      initialValues={{ baseUrl: connection?.baseUrl ?? "", model: connection?.model ?? "", apiKey: "" }}
      onFinish={save}
      onValuesChange={() => test.reset()}
      disabled={busy}
    >
      <ServerFields
        texts={{ baseUrlHelp: t.model.baseUrlHelp, modelHelp: t.model.nameHelp }}
        example="qwen3:8b"
        keyKept={connection?.hasApiKey ?? false}
      />
      <ModelTry
        data={test.data}
        error={test.error}
        works={t.model.works}
        said={test.data?.ok ? t.model.said(test.data.message) : ""}
      />
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={set.isPending}>
          {t.common.save}
        </Button>
        <Button onClick={() => void runTest()} loading={test.isPending}>
          {t.model.test}
        </Button>
        {connection && (
          <Button danger type="text" onClick={() => void confirmRemove()}>
            {t.model.remove}
          </Button>
        )}
      </div>
    </Form>
  );
}

/** An empty key keeps the stored one. */
function inputOf({ baseUrl, model, apiKey }: Fields): Inputs["model"]["set"] {
  return { baseUrl: baseUrl.trim(), model: model.trim(), ...(apiKey?.trim() && { apiKey: apiKey.trim() }) };
}
