import { CheckOutlined } from "@ant-design/icons";
import type { Tier } from "@docent/core/chat/citation";
import { Button } from "antd";
import { useLanguage } from "../app/language.tsx";

export type Expected = "answer" | "refuse";

interface LabelButtonsProps {
  /** How it was answered, or would be. */
  tier: Tier;
  /** What somebody said already; undefined while that is not known. */
  given: Expected | null | undefined;
  onSet: (expected: Expected | null) => void;
}

/** Whether the desk was right to answer or to refuse. What is pressed is a labelled question; pressed again, it is none. */
export function LabelButtons({ tier, given, onSet }: LabelButtonsProps) {
  const { t } = useLanguage();
  const answered = tier === "answer" || tier === "hedged";
  const words = answered ? t.trace.label.answered : t.trace.label.refused;
  return (
    <div className="label-buttons" role="group" aria-label={t.trace.label.question}>
      <span className="quiet">{t.trace.label.question}</span>
      {(["answer", "refuse"] as const).map((expected) => (
        <Button
          key={expected}
          size="small"
          {...(given === expected && { icon: <CheckOutlined aria-hidden />, type: "primary", ghost: true })}
          aria-pressed={given === expected}
          disabled={given === undefined}
          onClick={() => onSet(given === expected ? null : expected)}
        >
          {words[expected]}
        </Button>
      ))}
      <span className="label-said quiet" role="status">
        {given != null && t.trace.label.said}
      </span>
    </div>
  );
}
