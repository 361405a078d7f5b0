import { useLanguage } from "../app/language.tsx";

interface CountFilterProps<Value extends string> {
  label: string;
  /** Without a value it stands for all. */
  choices: readonly { value: Value | undefined; label: string; count: number }[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
}

/** How many there are of each kind; pressing one shows only those. */
export function CountFilter<Value extends string>({ label, choices, value, onChange }: CountFilterProps<Value>) {
  const { format } = useLanguage();
  return (
    <div className="count-filter" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label} <span className="figures">{format.number(choice.count)}</span>
        </button>
      ))}
    </div>
  );
}
