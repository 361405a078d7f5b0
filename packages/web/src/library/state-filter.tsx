import { useLanguage } from "../app/language.tsx";
import { documentStates } from "../app/search-params.ts";
import { CountFilter } from "../ui/count-filter.tsx";

type State = (typeof documentStates)[number];

interface StateFilterProps {
  states: Record<State, number>;
  total: number;
  value: State | undefined;
  onChange: (state: State | undefined) => void;
}

/** How many documents stand where. */
export function StateFilter({ states, total, value, onChange }: StateFilterProps) {
  const { t } = useLanguage();
  const choices = [
    { value: undefined, label: t.library.all, count: total },
    ...documentStates.map((state) => ({ value: state, label: t.library.states[state], count: states[state] })),
  ];
  return <CountFilter label={t.library.columns.state} choices={choices} value={value} onChange={onChange} />;
}
