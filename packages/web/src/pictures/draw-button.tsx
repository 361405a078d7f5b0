import { FormatPainterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";

interface DrawButtonProps {
  on: boolean;
  disabled: boolean;
  onChange: (on: boolean) => void;
}

/** What draws for this person, or nothing. */
export function useDrawing() {
  return useQuery(useTRPC().picture.drawing.queryOptions(undefined, { staleTime: 60_000 })).data;
}

/** Has a picture drawn of what is written, in place of an answer. Absent where no model draws. */
export function DrawButton({ on, disabled, onChange }: DrawButtonProps) {
  const { t } = useLanguage();
  const drawing = useDrawing();
  if (!drawing) return null;
  return (
    <Button
      type={on ? "primary" : "text"}
      ghost={on}
      shape="circle"
      icon={<FormatPainterOutlined aria-hidden />}
      aria-label={t.pictures.draw}
      title={t.pictures.draw}
      aria-pressed={on}
      disabled={disabled}
      onClick={() => onChange(!on)}
    />
  );
}

/** By whom it is drawn, and what can be written besides. */
export function DrawHint() {
  const { t } = useLanguage();
  const drawing = useDrawing();
  return (
    <p role="status" className="attachment-note">
      {drawing && t.pictures.drawHint(drawing.name)} <code>--width 1024 --height 768 --negative_prompt …</code>
    </p>
  );
}

/** The question that asks for a picture of this. */
export function commandFor(command: string, text: string): string {
  return text.startsWith("/") ? text : `${command} ${text}`;
}
