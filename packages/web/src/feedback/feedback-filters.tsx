import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { TextFilter } from "../ui/text-filter.tsx";
import { thumbs, type FeedbackView } from "./feedback-view.ts";

interface FeedbackFiltersProps {
  view: FeedbackView;
  onView: (view: FeedbackView) => void;
}

/** What of the feedback is shown: by words, thumb, library, person and day. */
export function FeedbackFilters({ view, onView }: FeedbackFiltersProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const libraries = useQuery(trpc.library.list.queryOptions());
  const people = useQuery(trpc.feedback.people.queryOptions());
  const texts = t.feedback.filters;
  const set = (change: FeedbackView) => onView({ ...view, page: undefined, ...change });
  const { state, page: _, ...filters } = view;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className="feedback-filters" role="search">
      <TextFilter label={texts.text} value={view.text ?? ""} onChange={(text) => set({ text: text || undefined })} />
      <Select
        allowClear
        aria-label={texts.thumb}
        placeholder={texts.thumb}
        value={view.thumb}
        options={thumbs.map((value) => ({ value, label: t.feedback.thumbs[value] }))}
        onChange={(thumb) => set({ thumb })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={texts.library}
        placeholder={texts.library}
        value={view.library}
        options={libraries.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        onChange={(library) => set({ library })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={texts.person}
        placeholder={texts.person}
        value={view.person}
        options={people.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        onChange={(person) => set({ person })}
      />
      <span className="feedback-days">
        <Day label={`${texts.days} ≥`} value={view.from} onChange={(from) => set({ from })} />
        <span aria-hidden>–</span>
        <Day label={`${texts.days} ≤`} value={view.to} onChange={(to) => set({ to })} />
      </span>
      <Checkbox
        checked={view.corrected ?? false}
        onChange={({ target }) => set({ corrected: target.checked || undefined })}
      >
        {texts.corrected}
      </Checkbox>
      {isFiltered && (
        <Button type="link" onClick={() => onView(state ? { state } : {})}>
          {texts.clear}
        </Button>
      )}
    </div>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}

function Day({ label, value = "", onChange }: DayProps) {
  return (
    <Input
      type="date"
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(target.value || undefined)}
    />
  );
}
