import { CheckCircleFilled, InfoCircleOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs } from "../app/trpc.ts";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { IndexChange } from "./index-change.tsx";
import { PlacedModelForm, type PlacedModel } from "./placed-model-form.tsx";

/** The embedder, and the change of the index to another one. */
export function FindingModel() {
  const { t, format } = useLanguage();
  const { message, modal } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const texts = t.models.finding;
  const connection = useQuery(trpc.model.embedder.queryOptions(undefined, { staleTime: 0 }));
  const test = useMutation(trpc.model.testEmbedder.mutationOptions());
  const connect = useMutation(trpc.model.connectEmbedder.mutationOptions());
  const disconnect = useMutation(trpc.model.disconnectEmbedder.mutationOptions());
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.generation.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.model.embedder.queryKey() }),
    ]);

  const save = async (entered: PlacedModel) => {
    try {
      await connect.mutateAsync(inputOf(entered));
      void message.success(texts.connected);
      await refresh();
      return true;
    } catch (error) {
      void message.error(errorText(t, error));
      return false;
    }
  };
  const confirmRemove = () =>
    modal.confirm({
      title: texts.removeTitle,
      content: texts.removeText,
      okText: texts.remove,
      onOk: async () => {
        await disconnect.mutateAsync().catch((error: unknown) => void message.error(errorText(t, error)));
        await refresh();
      },
    });

  return (
    <section className="card" aria-labelledby="finding-model">
      <div className="card-head">
        <h2 id="finding-model">{texts.title}</h2>
        <p>{texts.lead}</p>
      </div>
      {connection.data !== undefined && (
        <p className="model-status" role="status">
          {connection.data ? <CheckCircleFilled aria-hidden /> : <InfoCircleOutlined aria-hidden />}
          {connection.data
            ? texts.current(connection.data.model, format.number(connection.data.dimensions))
            : texts.without}
        </p>
      )}
      <IndexChange onEnd={() => void refresh()} />
      {connection.isError && <Failure error={connection.error} onRetry={() => void connection.refetch()} />}
      {connection.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {connection.data !== undefined && (
        <PlacedModelForm
          key={JSON.stringify(connection.data)}
          use="embedder"
          connection={connection.data}
          texts={{ ...texts, save: texts.connect }}
          said={test.data?.ok ? texts.said(test.data.message, format.number(test.data.dimensions ?? 0)) : ""}
          test={{ ...test, run: (entered) => test.mutate(inputOf(entered)) }}
          busy={connect.isPending || disconnect.isPending}
          onSave={save}
          onRemove={confirmRemove}
        />
      )}
    </section>
  );
}

function inputOf(entered: PlacedModel): Inputs["model"]["connectEmbedder"] {
  if (entered.place === "local") return { provider: "onnx", model: entered.model };
  const { baseUrl, model, apiKey } = entered;
  return { provider: "openai", baseUrl, model, ...(apiKey && { apiKey }) };
}
