import { DeleteOutlined, WarningOutlined } from "@ant-design/icons";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { ActionTag } from "./action-tag.tsx";
import type { Intent } from "./intents-view.ts";
import { useIntentRemoval } from "./use-intent-removal.ts";

/** Below this many examples an intent is hard to know. */
const fewExamples = 5;

export function IntentRow({ intent }: { intent: Intent }) {
  const { t, format } = useLanguage();
  const remove = useIntentRemoval();
  const { id, name, action, examples } = intent;
  return (
    <li>
      <Link to="/tune/intents/$intentId" params={{ intentId: id }} className="intent-name">
        {name}
      </Link>
      <span className="intent-action">
        <ActionTag action={action.type} />
        <Detail action={action} />
      </span>
      <span className="intent-count figures">
        {t.intents.list.examples(format.number(examples))}
        {examples < fewExamples && (
          <span className="warned">
            <WarningOutlined aria-hidden /> {t.intents.list.few}
          </span>
        )}
      </span>
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.intents.examples.remove(name)}
        title={t.intents.list.remove}
        onClick={() => remove(intent)}
      />
    </li>
  );
}

function Detail({ action }: Pick<Intent, "action">) {
  const { t, language } = useLanguage();
  if (action.type === "reply")
    return <span className="quiet">{action.text[language] || action.text.zh || action.text.en}</span>;
  if (action.type !== "tool") return null;
  if (action.url !== null) return <span className="quiet">{new URL(action.url).host}</span>;
  return (
    <span className="warned">
      <WarningOutlined aria-hidden /> {t.intents.list.noAddress}
    </span>
  );
}
