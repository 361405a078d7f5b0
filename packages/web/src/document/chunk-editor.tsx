import { Button, Input, Segmented } from "antd";
import { useId, useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemOf, problemText, type Problem } from "../app/problem.ts";
import { ChunkView } from "./chunk-view.tsx";
import { previewOf, textLengthMax, type Card, type Draft } from "./drafts.ts";

const conflict = "chunk.edited_meanwhile";

interface ChunkEditorProps {
  card: Card;
  draft: Draft;
  /** Shows in its own place how it will read; otherwise that stands beside it. */
  withPreview: boolean;
  onChange: (draft: Draft) => void;
  /** Throws when it cannot be saved. */
  onSave: (draft: Draft) => Promise<void>;
  onCancel: () => void;
  /** Somebody else changed the chunk meanwhile. */
  onConflict: () => Promise<unknown>;
  onHistory: () => void;
}

/** Changes what a chunk says. Ctrl or ⌘ with Enter saves, Esc leaves everything as it was. */
export function ChunkEditor({ card, draft, withPreview, onChange, onSave, ...on }: ChunkEditorProps) {
  const { t, format } = useLanguage();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [previews, setPreviews] = useState(false);
  const id = useId();
  const number = format.number(card.position + 1);
  const texts = t.chunks.editor;
  const change = (part: Partial<Draft>) => {
    setProblem(null);
    onChange({ ...draft, ...part });
  };
  const save = async (given: Draft) => {
    setBusy(true);
    try {
      await onSave(given);
    } catch (error) {
      const found = problemOf(error);
      if (found.code === conflict) await on.onConflict();
      setProblem(found);
      setBusy(false);
    }
  };
  const length = draft.text.length;
  return (
    <form
      className="chunk-editor"
      aria-label={texts.label(number)}
      onSubmit={(event) => {
        event.preventDefault();
        void save(draft);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Escape") on.onCancel();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save(draft);
      }}
    >
      <header>
        <strong>{texts.label(number)}</strong>
        {withPreview && (
          <Segmented
            size="small"
            aria-label={texts.pane}
            value={previews ? "preview" : "write"}
            onChange={(pane) => setPreviews(pane === "preview")}
            options={(["write", "preview"] as const).map((value) => ({ value, label: texts[value] }))}
          />
        )}
      </header>
      {withPreview && previews ? (
        <ChunkView chunk={previewOf(card, draft)} before={undefined} highlighted={false} quote={undefined} />
      ) : (
        <>
          <label htmlFor={`${id}headings`}>{t.chunks.editor.headings}</label>
          <Input.TextArea
            id={`${id}headings`}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={draft.headings}
            aria-describedby={`${id}help`}
            onChange={({ target }) => change({ headings: target.value })}
          />
          <p id={`${id}help`} className="quiet">
            {texts.headingsHelp}
          </p>
          {card.kind === "question" && (
            <>
              <label htmlFor={`${id}question`}>{texts.question}</label>
              <Input.TextArea
                id={`${id}question`}
                autoSize={{ minRows: 1, maxRows: 6 }}
                value={draft.question}
                onChange={({ target }) => change({ question: target.value })}
              />
            </>
          )}
          <label htmlFor={`${id}text`}>{texts.text}</label>
          <Input.TextArea
            id={`${id}text`}
            autoFocus
            className="chunk-source"
            autoSize={{ minRows: 6, maxRows: 24 }}
            value={draft.text}
            status={problem || length > textLengthMax ? "error" : ""}
            aria-describedby={`${id}length`}
            onChange={({ target }) => change({ text: target.value })}
          />
          <p id={`${id}length`} className="quiet figures">
            {texts.length(format.number(length), format.number(textLengthMax))}
          </p>
          <label htmlFor={`${id}note`}>{texts.note}</label>
          <Input
            id={`${id}note`}
            maxLength={300}
            value={draft.note}
            onChange={({ target }) => change({ note: target.value })}
          />
        </>
      )}
      {problem && (
        <p className="chunk-problem" role="alert">
          {problemText(t, problem)}
        </p>
      )}
      {problem?.code === conflict && (
        <div className="form-actions">
          <Button size="small" onClick={on.onHistory}>
            {texts.seeTheirs}
          </Button>
          <Button size="small" onClick={() => void save({ ...draft, revision: card.revision })}>
            {texts.overwrite}
          </Button>
        </div>
      )}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={busy}>
          {texts.save}
        </Button>
        <Button onClick={on.onCancel}>{texts.cancel}</Button>
        <span className="quiet chunk-keys">{texts.keys}</span>
      </div>
    </form>
  );
}
