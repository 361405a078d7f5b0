import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Outputs } from "../app/trpc.ts";
import { ExampleEditor } from "./example-editor.tsx";
import type { Change } from "./use-example-changes.ts";

interface ExampleRowProps {
  example: Outputs["example"]["list"]["items"][number];
  /** Whether its intent calls something with what the sentence says. */
  takesParameters: boolean;
  onChange: (change: Change) => Promise<void>;
  onRemove: () => Promise<void>;
}

/** A sentence, changed where it stands. */
export function ExampleRow({ example, takesParameters, onChange, onRemove }: ExampleRowProps) {
  const { t } = useLanguage();
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const { text, parameters } = example;
  if (editing) {
    return (
      <li>
        <ExampleEditor
          text={text}
          parameters={parameters}
          takesParameters={takesParameters}
          onSave={async (change) => {
            await onChange(change);
            setEditing(false);
          }}
          onCancel={() => setEditing(false)}
        />
      </li>
    );
  }
  return (
    <li className="example-row">
      <span className="example-text">
        {text}
        {takesParameters && parameters && (
          <span className="quiet">
            {t.intents.examples.callsWith} <code>{JSON.stringify(parameters)}</code>
          </span>
        )}
      </span>
      <Button
        type="text"
        icon={<EditOutlined aria-hidden />}
        aria-label={t.intents.examples.edit(text)}
        title={t.intents.examples.edit(text)}
        onClick={() => setEditing(true)}
      />
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.intents.examples.remove(text)}
        title={t.intents.examples.remove(text)}
        loading={removing}
        onClick={() => {
          setRemoving(true);
          void onRemove().finally(() => setRemoving(false));
        }}
      />
    </li>
  );
}
