import { CheckOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../../app/language.tsx";
import type { Example, ExampleChanges } from "../use-example-changes.ts";

interface ExampleActionsProps {
  example: Example;
  /** The other intent that it may belong to. */
  moveTo: string;
  ids: ReadonlyMap<string, string>;
  changes: ExampleChanges;
}

/** Moves an example to the other intent or deletes it; afterwards says that it was changed. */
export function ExampleActions({ example, moveTo, ids, changes }: ExampleActionsProps) {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
  const intentId = ids.get(moveTo);
  const perform = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  if (changes.touched.has(example.id)) {
    return (
      <span className="quiet example-actions">
        <CheckOutlined aria-hidden /> {t.intents.lab.touched}
      </span>
    );
  }
  return (
    <span className="example-actions">
      {intentId !== undefined && (
        <Button
          size="small"
          disabled={busy}
          aria-label={`${t.intents.lab.moveTo(moveTo)}: ${example.text}`}
          onClick={() => void perform(() => changes.move(example, intentId))}
        >
          {t.intents.lab.moveTo(moveTo)}
        </Button>
      )}
      <Button
        size="small"
        type="text"
        disabled={busy}
        aria-label={t.intents.examples.remove(example.text)}
        onClick={() => void perform(() => changes.remove(example))}
      >
        {t.intents.lab.removeOne}
      </Button>
    </span>
  );
}
