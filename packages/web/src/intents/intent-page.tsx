import { ArrowLeftOutlined, DeleteOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { App, Button, Skeleton } from "antd";
import { useLanguage } from "../app/language.tsx";
import { kindOf, useTRPC, useTRPCClient } from "../app/trpc.ts";
import { Empty } from "../ui/empty.tsx";
import { Failure } from "../ui/failure.tsx";
import { Late } from "../ui/late.tsx";
import { ExampleSection } from "./example-section.tsx";
import { IntentForm } from "./intent-form.tsx";
import type { Intent } from "./intents-view.ts";
import { useIntentRefresh } from "./use-intent-refresh.ts";
import { useIntentRemoval } from "./use-intent-removal.ts";
import "./intents.css";

/** One intent: its examples, and what is done with it. */
export function IntentPage() {
  const { t } = useLanguage();
  const { intentId } = useParams({ from: "/desk/keepers/tune/intents/$intentId" });
  const intent = useQuery(useTRPC().intent.get.queryOptions({ id: intentId }));
  const back = (
    <Link to="/tune/intents" className="intent-back">
      <ArrowLeftOutlined aria-hidden /> {t.intents.page.back}
    </Link>
  );
  if (kindOf(intent.error) === "not_found") {
    return (
      <div className="page intents">
        <Empty page title={t.intents.page.gone} action={back} />
      </div>
    );
  }
  return (
    <div className="page intents">
      {back}
      {intent.isError && <Failure error={intent.error} onRetry={() => void intent.refetch()} />}
      {intent.isPending && (
        <Late>
          <Skeleton active />
        </Late>
      )}
      {intent.data && <OpenIntent key={intentId} intent={intent.data} />}
    </div>
  );
}

function OpenIntent({ intent }: { intent: Intent }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const navigate = useNavigate();
  const refresh = useIntentRefresh();
  const remove = useIntentRemoval(() => navigate({ to: "/tune/intents", replace: true }));
  return (
    <>
      <div className="page-head">
        <h1>{intent.name}</h1>
        <Button icon={<DeleteOutlined aria-hidden />} onClick={() => remove(intent)}>
          {t.intents.list.remove}
        </Button>
      </div>
      <ExampleSection intent={intent} />
      <section className="card" aria-labelledby="intent-action">
        <div className="card-head">
          <h2 id="intent-action">{t.intents.page.what}</h2>
        </div>
        <IntentForm
          // what was saved is what stands in the form
          key={`${intent.name} ${JSON.stringify(intent.action)}`}
          name={intent.name}
          action={intent.action}
          okText={t.common.save}
          onSave={async (fields) => {
            await client.intent.update.mutate({ id: intent.id, ...fields });
            void message.success(t.intents.form.saved);
            await refresh();
          }}
        />
      </section>
    </>
  );
}
