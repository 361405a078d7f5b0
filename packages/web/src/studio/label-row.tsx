import { CheckOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { ExpectedChoice } from "./expected-choice.tsx";

type Label = Outputs["label"]["list"]["items"][number];

interface LabelRowProps {
  label: Label;
  onExpected: (expected: Label["expected"]) => Promise<void>;
  onAccept: () => Promise<void>;
  onRemove: () => Promise<void>;
}

export function LabelRow({ label, onExpected, onAccept, onRemove }: LabelRowProps) {
  const { t, format } = useLanguage();
  const [busy, setBusy] = useState(false);
  const { question, expected, source, state, createdAt } = label;
  const wait = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  return (
    <li className={state === "proposed" ? "label-row proposed" : "label-row"}>
      <span className="label-question">
        {question}
        <span className="quiet">
          {t.studio.labels.sources[source]} · {format.day(createdAt)}
          {state === "proposed" && ` · ${t.studio.labels.proposed}`}
        </span>
      </span>
      <ExpectedChoice
        label={t.studio.labels.expectedOf(question)}
        value={expected}
        disabled={busy}
        onChange={(next) => void wait(() => onExpected(next))}
      />
      <span className="label-actions">
        {state === "proposed" && (
          <Button size="small" icon={<CheckOutlined aria-hidden />} loading={busy} onClick={() => void wait(onAccept)}>
            {t.studio.labels.accept}
          </Button>
        )}
        <Button
          size="small"
          type="text"
          disabled={busy}
          icon={<DeleteOutlined aria-hidden />}
          aria-label={t.studio.labels.remove(question)}
          title={state === "proposed" ? t.studio.labels.reject : t.common.delete}
          onClick={() => void wait(onRemove)}
        />
      </span>
    </li>
  );
}
