import { useLanguage } from "../app/language.tsx";
import { documentStates } from "../app/search-params.ts";

type State = (typeof documentStates)[number];

interface StateFilterProps {
  states: Record<State, number>;
  total: number;
  value: State | undefined;
  onChange: (state: State | undefined) => void;
}

/** How many documents stand where; pressing one shows only those. */
export function StateFilter({ states, total, value, onChange }: StateFilterProps) {
  const { t, format } = useLanguage();
  const choices: { state: State | undefined; label: string; count: number }[] = [
    { state: undefined, label: t.library.all, count: total },
    ...documentStates.map((state) => ({ state, label: t.library.states[state], count: states[state] })),
  ];
  return (
    <div className="state-filter" role="group" aria-label={t.library.columns.state}>
      {choices.map(({ state, label, count }) => (
        <button key={label} type="button" aria-pressed={state === value} onClick={() => onChange(state)}>
          {label} <span className="figures">{format.number(count)}</span>
        </button>
      ))}
    </div>
  );
}
