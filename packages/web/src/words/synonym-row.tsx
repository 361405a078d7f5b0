import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient, type Outputs } from "../app/trpc.ts";
import { GroupEditor } from "./group-editor.tsx";

interface SynonymRowProps {
  group: Outputs["synonym"]["list"]["items"][number];
  onChanged: (words: string[]) => Promise<void>;
  onRemoved: () => Promise<void>;
}

/** A group of words, changed where it stands. */
export function SynonymRow({ group, onChanged, onRemoved }: SynonymRowProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const named = group.words.slice(0, 3).join(t.words.comma);
  const change = async (words: string[]) => {
    const changed = await client.synonym.change.mutate({ id: group.id, words });
    setEditing(false);
    await onChanged(changed.words);
  };
  const remove = async () => {
    setRemoving(true);
    try {
      await client.synonym.remove.mutate({ ids: [group.id] });
      await onRemoved();
    } catch (error) {
      void message.error(errorText(t, error));
    }
    setRemoving(false);
  };
  if (editing) {
    return (
      <li>
        <GroupEditor id={group.id} words={group.words} onSave={change} onCancel={() => setEditing(false)} />
      </li>
    );
  }
  return (
    <li className="group">
      <ul className="group-words">
        {group.words.map((word) => (
          <li key={word}>{word}</li>
        ))}
      </ul>
      <Button
        type="text"
        icon={<EditOutlined aria-hidden />}
        aria-label={t.words.edit(named)}
        title={t.words.edit(named)}
        onClick={() => setEditing(true)}
      />
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t.words.remove(named)}
        title={t.words.remove(named)}
        loading={removing}
        onClick={() => void remove()}
      />
    </li>
  );
}
