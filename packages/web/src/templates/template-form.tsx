import { advise } from "@docent/core/templates/wording";
import { useBlocker } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useId, useRef, useState, type SubmitEvent } from "react";
import { useLanguage } from "../app/language.tsx";
import { problemOf, problemText, type Problem } from "../app/problem.ts";
import type { Inputs } from "../app/trpc.ts";
import { DialFields } from "../ask/dial-fields.tsx";
import { PromptEditor } from "./prompt-editor.tsx";
import { PromptPreview } from "./prompt-preview.tsx";

type Input = Required<Inputs["template"]["create"]>;
export type Fields = Input & { parameters: NonNullable<Input["parameters"]> };

interface TemplateFormProps {
  initial: Fields;
  okText: string;
  /** Asked before it is saved; false leaves it unsaved. */
  maySave?: (fields: Fields) => Promise<boolean>;
  /** Throws when it cannot be saved; what it returns is done once nothing unsaved holds one back. */
  onSave: (fields: Fields) => Promise<() => void>;
  /** Shows what somebody else saved meanwhile. */
  onReload?: () => void;
}

/** What a template says, beside what the model is asked with it. Ctrl or ⌘ with S saves. */
export function TemplateForm({ initial, okText, maySave, onSave, onReload }: TemplateFormProps) {
  const { t } = useLanguage();
  const texts = t.templates.form;
  const id = useId();
  const [fields, setFields] = useState(initial);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const saved = useRef(false);
  const { name: _, comment: __, ...wording } = fields;
  const changed = JSON.stringify(fields) !== JSON.stringify(initial);
  useBlocker({
    shouldBlockFn: () => changed && !saved.current && !confirm(t.templates.page.discard),
    enableBeforeUnload: () => changed && !saved.current,
  });
  const set = (part: Partial<Fields>) => {
    setProblem(null);
    setFields((held) => ({ ...held, ...part }));
  };
  const save = async () => {
    const missing = fields.name.trim() ? (fields.text.trim() ? "" : texts.textMissing) : texts.nameMissing;
    if (missing) return setProblem({ code: "", message: missing });
    if (busy || (maySave && !(await maySave(fields)))) return;
    setBusy(true);
    try {
      const after = await onSave(fields);
      saved.current = true;
      after();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <form
      className="template-form"
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        void save();
      }}
    >
      <div className="template-fields">
        <div className="template-pair">
          <div className="template-field">
            <label htmlFor={`${id}name`}>{texts.name}</label>
            <Input
              id={`${id}name`}
              maxLength={100}
              value={fields.name}
              onChange={({ target }) => set({ name: target.value })}
            />
          </div>
          <div className="template-field">
            <label htmlFor={`${id}comment`}>{texts.comment}</label>
            <Input
              id={`${id}comment`}
              maxLength={500}
              value={fields.comment}
              onChange={({ target }) => set({ comment: target.value })}
            />
          </div>
        </div>
        <div className="template-field">
          <label htmlFor={`${id}bot`}>{texts.bot}</label>
          <Input
            id={`${id}bot`}
            maxLength={100}
            aria-describedby={`${id}bot-help`}
            value={fields.bot}
            onChange={({ target }) => set({ bot: target.value })}
          />
          <p id={`${id}bot-help`} className="quiet">
            {texts.botHelp}
          </p>
        </div>
        <div className="template-field">
          <label htmlFor={`${id}persona`}>{texts.persona}</label>
          <Input.TextArea
            id={`${id}persona`}
            maxLength={4000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            aria-describedby={`${id}persona-help`}
            value={fields.persona}
            onChange={({ target }) => set({ persona: target.value })}
          />
          <p id={`${id}persona-help`} className="quiet">
            {texts.personaHelp}
          </p>
        </div>
        <div className="template-field">
          <span className="template-label">{texts.text}</span>
          <PromptEditor
            label={texts.text}
            describedBy={`${id}text-help`}
            initial={initial.text}
            onChange={(text) => set({ text })}
          />
          <p id={`${id}text-help`} className="quiet">
            {texts.textHelp}
          </p>
          <TemplateAdvice text={fields.text} />
        </div>
        <details className="template-parameters">
          <summary>{texts.parameters(Object.keys(fields.parameters).length)}</summary>
          <p className="quiet">{texts.parametersHelp}</p>
          <DialFields
            settings={{ parameters: fields.parameters }}
            onSettings={({ parameters = {} }) => set({ parameters })}
          />
        </details>
        {problem && (
          <p className="template-problem" role="alert">
            {problemText(t, problem)}
          </p>
        )}
        <div className="template-actions">
          <Button type="primary" htmlType="submit" loading={busy} disabled={onReload !== undefined && !changed}>
            {okText}
          </Button>
          {problem?.code === "template.changed" && <Button onClick={onReload}>{texts.reload}</Button>}
        </div>
      </div>
      <PromptPreview wording={wording} />
    </form>
  );
}

/** What whoever writes it should know: nothing of it stops them. */
function TemplateAdvice({ text }: { text: string }) {
  const { t } = useLanguage();
  const { missing, unknown } = advise(text);
  if (!text.trim() || (missing.length === 0 && unknown.length === 0)) return null;
  return (
    <ul className="template-advice" aria-live="polite">
      {missing.map((placeholder) => (
        <li key={placeholder}>{t.templates.form.missing[placeholder]}</li>
      ))}
      {unknown.length > 0 && <li>{t.templates.form.unknown(unknown.map((word) => `{${word}}`).join(" "))}</li>}
    </ul>
  );
}
