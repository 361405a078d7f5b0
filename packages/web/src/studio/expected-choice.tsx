import { Radio } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Inputs } from "../app/trpc.ts";

type Expected = Inputs["label"]["set"]["expected"];

interface ExpectedChoiceProps {
  label: string;
  value: Expected | undefined;
  disabled?: boolean;
  size?: "small" | "middle";
  onChange: (expected: Expected) => void;
}

export function ExpectedChoice({ label, value, disabled = false, size = "small", onChange }: ExpectedChoiceProps) {
  const { t } = useLanguage();
  return (
    <Radio.Group
      className="expected-choice"
      aria-label={label}
      optionType="button"
      size={size}
      value={value ?? null}
      disabled={disabled}
      options={[
        { value: "answer", label: t.studio.labels.answer },
        { value: "refuse", label: t.studio.labels.refuse },
      ]}
      onChange={({ target }) => onChange(target.value === "answer" ? "answer" : "refuse")}
    />
  );
}
