import { CloseOutlined } from "@ant-design/icons";
import { App, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

interface StopWordChipProps {
  word: string;
  /** Throws when the word cannot be kept. */
  onChange: (to: string) => Promise<void>;
  onRemove: () => Promise<void>;
}

/** A word that is changed by pressing it, and taken away by its cross. */
export function StopWordChip({ word, onChange, onRemove }: StopWordChipProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [text, setText] = useState<string | null>(null);
  const save = async () => {
    const to = text?.replace(/\s+/g, " ").trim();
    setText(null);
    if (!to || to === word) return;
    try {
      await onChange(to);
    } catch (error) {
      void message.error(errorText(t, error));
    }
  };
  if (text !== null) {
    return (
      <li>
        <Input
          autoFocus
          size="small"
          value={text}
          maxLength={80}
          aria-label={t.words.edit(word)}
          onChange={({ target }) => setText(target.value)}
          onBlur={() => void save()}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter") void save();
            if (event.key === "Escape") setText(null);
          }}
        />
      </li>
    );
  }
  return (
    <li className="stop-word">
      <button type="button" aria-label={t.words.edit(word)} onClick={() => setText(word)}>
        {word}
      </button>
      <button type="button" aria-label={t.words.remove(word)} onClick={() => void onRemove()}>
        <CloseOutlined aria-hidden />
      </button>
    </li>
  );
}
