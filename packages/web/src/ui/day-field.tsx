import { Input } from "antd";

interface DayFieldProps {
  label: string;
  /** As the calendar has it: `2026-11-27`. */
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

/** A day, or none. */
export function DayField({ label, value = "", onChange }: DayFieldProps) {
  return (
    <Input
      type="date"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value || undefined)}
    />
  );
}
