import { CheckCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";

/** Which model answers, and how it is reached. */
export function AnsweringModel() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const connection = useQuery(trpc.model.get.queryOptions(undefined, { staleTime: 0 }));
  const status = useQuery(trpc.model.status.queryOptions());
  return (
    <section className="card" aria-labelledby="answering-model">
      <div className="card-head">
        <h2 id="answering-model">{t.model.title}</h2>
        <p>{t.model.lead}</p>
      </div>
      {status.data && (
        <p className="model-status" role="status">
          {status.data.kind === "quoting" ? <InfoCircleOutlined aria-hidden /> : <CheckCircleFilled aria-hidden />}
          {t.model.status[status.data.kind](status.data.name)}
        </p>
      )}
      {connection.isError && <Failure error={connection.error} onRetry={() => void connection.refetch()} />}
      {connection.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {connection.data !== undefined && (
        <ConnectionForm key={connection.data?.baseUrl ?? ""} connection={connection.data} />
      )}
    </section>
  );
}

interface Fields {
  baseUrl: string;
  model: string;
  apiKey?: string;
}

function ConnectionForm({ connection }: { connection: Outputs["model"]["get"] }) {
  const { t, format } = useLanguage();
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
      <Form.Item
        name="baseUrl"
        label={t.model.baseUrl}
        extra={t.model.baseUrlHelp}
        validateTrigger="onBlur"
        rules={[{ required: true, pattern: /^\s*https?:\/\/\S+$/i, message: t.problems["model.url_invalid"] }]}
      >
        <Input placeholder="https://api.example.com/v1" inputMode="url" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="model"
        label={t.model.name}
        extra={t.model.nameHelp}
        rules={[{ required: true, whitespace: true, message: t.model.nameNeeded }]}
      >
        <Input placeholder="qwen3:8b" autoComplete="off" maxLength={200} />
      </Form.Item>
      <Form.Item name="apiKey" label={t.model.apiKey} extra={connection?.hasApiKey ? t.model.keyKept : t.model.keyHelp}>
        <Input.Password
          autoComplete="new-password"
          placeholder={connection?.hasApiKey ? t.model.keyPlaceholder : ""}
          maxLength={1000}
        />
      </Form.Item>
      {(test.data || test.error) && (
        <Alert
          className="model-tested"
          type={test.data?.ok ? "success" : "error"}
          showIcon
          role="status"
          title={test.data?.ok ? t.model.works(format.seconds(test.data.milliseconds)) : t.model.worksNot}
          description={
            test.data ? (test.data.ok ? t.model.said(test.data.message) : test.data.message) : errorText(t, test.error)
          }
        />
      )}
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
