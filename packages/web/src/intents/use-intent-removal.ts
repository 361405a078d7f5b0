import { App } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient } from "../app/trpc.ts";
import type { Intent } from "./intents-view.ts";
import { useIntentRefresh } from "./use-intent-refresh.ts";

/** Asks whether an intent is to go with all its examples, and removes it. */
export function useIntentRemoval(
  onRemoved?: () => Promise<void>,
): (intent: Pick<Intent, "id" | "name" | "examples">) => void {
  const { t, format } = useLanguage();
  const { modal, message } = App.useApp();
  const client = useTRPCClient();
  const refresh = useIntentRefresh();
  return ({ id, name, examples }) =>
    void modal.confirm({
      title: t.intents.list.removeTitle(name),
      content: t.intents.list.removeText(format.number(examples)),
      okText: t.common.delete,
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await client.intent.remove.mutate({ id });
          void message.success(t.intents.list.removed(name));
        } catch (error) {
          void message.error(errorText(t, error));
          return;
        }
        await onRemoved?.();
        await refresh();
      },
    });
}
