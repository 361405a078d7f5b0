import { ArrowUpOutlined } from "@ant-design/icons";
import { Button, Input, type GetRef } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useMedia } from "../app/appearance.tsx";
import { useLanguage } from "../app/language.tsx";
import { FilterChoice } from "../categories/filter-choice.tsx";
import { AttachButton } from "../pictures/attach-button.tsx";
import type { Picture } from "../pictures/attachments.ts";
import { commandFor, DrawButton, DrawHint } from "../pictures/draw-button.tsx";
import { maySend, PictureTray } from "../pictures/picture-tray.tsx";
import { usePictureBox } from "../pictures/use-picture-box.ts";
import { Markdown } from "../markdown/markdown.tsx";
import { Dials } from "./dials.tsx";
import type { Filter, Settings } from "./live-runs.ts";
import { ModelChoice } from "./model-choice.tsx";
import { TemplateChoice } from "./template-choice.tsx";
import { answeringOf, useChoices } from "./use-choices.ts";
import { useWelcome } from "./use-welcome.ts";

/** The desk takes no longer question. */
const questionLengthMax = 8_000;
const counterFrom = 7_000;

interface ComposerProps {
  text: string;
  onText: (text: string) => void;
  running: boolean;
  /** What the question is narrowed to. */
  filter: Filter | null;
  onFilter: (filter: Filter | null) => void;
  /** How it is to be answered. */
  settings: Settings | null;
  onSettings: (settings: Settings) => void;
  onSend: (question: string, pictures: readonly Picture[]) => void;
  onStop: () => void;
}

export function Composer({
  text,
  onText,
  running,
  filter,
  onFilter,
  settings,
  onSettings,
  onSend,
  onStop,
}: ComposerProps) {
  const { t, format } = useLanguage();
  const touch = useMedia("(pointer: coarse)");
  const input = useRef<GetRef<typeof Input.TextArea>>(null);
  useEffect(() => {
    // a touch screen would cover half of the page with its keyboard
    if (!touch) input.current?.focus({ preventScroll: true });
  }, [touch]);

  const { data: choices } = useChoices();
  const box = usePictureBox();
  const [draws, setDraws] = useState(false);
  const drawing = draws && box.list.length === 0;
  const placeholder = drawing ? t.pictures.drawPlaceholder : t.ask.placeholder;
  // a picture without a word asks what it shows
  const question = text.trim() || (box.list.length > 0 ? t.pictures.whatIsThis : "");
  const tooLong = question.length > questionLengthMax;
  const sendable = question !== "" && !tooLong && maySend(box, choices, settings);
  const send = () => {
    if (sendable && !running) onSend(drawing ? commandFor(t.pictures.command, question) : question, box.takeAll());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that chooses a word of a Chinese input method never sends; Safari reports it as key code 229
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };

  return (
    <div className="composer-place">
      <div className="composer" {...box.dropping}>
        <PictureTray box={box} choices={choices} settings={settings} onSettings={onSettings} />
        {drawing && <DrawHint />}
        <div className="composer-row">
          {!drawing && <AttachButton onFiles={box.take} />}
          <DrawButton on={drawing} disabled={box.list.length > 0} onChange={setDraws} />
          <Input.TextArea
            ref={input}
            variant="borderless"
            value={text}
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onKeyDown}
            onPaste={box.onPaste}
            autoSize={{ minRows: 1, maxRows: 8 }}
            placeholder={placeholder}
            aria-label={placeholder}
            aria-invalid={tooLong}
          />
          {running ? (
            <Button
              shape="circle"
              icon={<span className="stop-mark" aria-hidden />}
              onClick={onStop}
              aria-label={t.ask.stop}
              title={t.ask.stopHint}
            />
          ) : (
            <Button
              type="primary"
              shape="circle"
              icon={<ArrowUpOutlined aria-hidden />}
              disabled={!sendable}
              onClick={send}
              aria-label={t.ask.send}
            />
          )}
        </div>
      </div>
      <div className="composer-foot">
        {text.length > counterFrom ? (
          <span className={tooLong ? "composer-too-long" : undefined} role={tooLong ? "alert" : undefined}>
            {tooLong
              ? t.ask.tooLong(format.number(question.length), format.number(questionLengthMax))
              : t.ask.length(format.number(text.length), format.number(questionLengthMax))}
          </span>
        ) : (
          <span className="composer-where">
            <FilterChoice value={filter} onChange={onFilter} />
            <Answering settings={settings} onSettings={onSettings} />
          </span>
        )}
        {!touch && <span className="composer-keys">{t.ask.keys}</span>}
      </div>
      <Disclaimer />
    </div>
  );
}

/** What the company wants everybody to keep in mind. */
function Disclaimer() {
  const { language } = useLanguage();
  const text = useWelcome().data?.disclaimer[language];
  if (!text) return null;
  return (
    <div className="composer-disclaimer">
      <Markdown text={text} />
    </div>
  );
}

/** Who answers, and how. */
function Answering({ settings, onSettings }: Pick<ComposerProps, "settings" | "onSettings">) {
  const { data } = useChoices();
  if (!data) return <span />;
  return (
    <>
      <ModelChoice choices={data} settings={settings} onSettings={onSettings} />
      {answeringOf(data, settings).choice && (
        <>
          <TemplateChoice settings={settings} onSettings={onSettings} />
          <Dials settings={settings} onSettings={onSettings} />
        </>
      )}
    </>
  );
}
