import { useNavigate } from "@tanstack/react-router";
import { Modal } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPCClient } from "../app/trpc.ts";
import { IntentForm } from "./intent-form.tsx";
import { useIntentRefresh } from "./use-intent-refresh.ts";

/** Makes an intent, then shows it so that it gets its examples. */
export function NewIntent({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const client = useTRPCClient();
  const navigate = useNavigate();
  const refresh = useIntentRefresh();
  return (
    <Modal open title={t.intents.list.create} footer={null} width={720} onCancel={onClose} mask={{ closable: false }}>
      <IntentForm
        name=""
        action={{ type: "reply", text: { zh: "", en: "" } }}
        okText={t.intents.form.create}
        onCancel={onClose}
        onSave={async (intent) => {
          const { id } = await client.intent.create.mutate(intent);
          await refresh();
          await navigate({ to: "/tune/intents/$intentId", params: { intentId: id } });
        }}
      />
    </Modal>
  );
}
