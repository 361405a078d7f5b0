import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { DayField } from "../ui/day-field.tsx";
import { TextFilter } from "../ui/text-filter.tsx";
import { thumbs, type FeedbackView } from "./feedback-view.ts";

interface FeedbackFiltersProps {
  view: FeedbackView;
  onChange: (change: FeedbackView) => void;
  onClear: () => void;
}

/** What of the feedback is shown: by words, thumb, library, person and day. */
export function FeedbackFilters({ view, onChange, onClear }: FeedbackFiltersProps) {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const libraries = useQuery(trpc.library.list.queryOptions());
  const people = useQuery(trpc.feedback.people.queryOptions());
  const texts = t.feedback.filters;
  const { state: _, page: __, ...filters } = view;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <div className="feedback-filters" role="search">
      <TextFilter
        label={texts.text}
        value={view.text ?? ""}
        onChange={(text) => onChange({ text: text || undefined })}
      />
      <Select
        allowClear
        aria-label={texts.thumb}
        placeholder={texts.thumb}
        value={view.thumb}
        options={thumbs.map((value) => ({ value, label: t.feedback.thumbs[value] }))}
        onChange={(thumb) => onChange({ thumb })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={texts.library}
        placeholder={texts.library}
        value={view.library}
        options={libraries.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        onChange={(library) => onChange({ library })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        aria-label={texts.person}
        placeholder={texts.person}
        value={view.person}
        options={people.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        onChange={(person) => onChange({ person })}
      />
      <span className="feedback-days">
        <DayField label={`${texts.days} ≥`} value={view.from} onChange={(from) => onChange({ from })} />
        <span aria-hidden>–</span>
        <DayField label={`${texts.days} ≤`} value={view.to} onChange={(to) => onChange({ to })} />
      </span>
      <Checkbox
        checked={view.corrected ?? false}
        onChange={({ target }) => onChange({ corrected: target.checked || undefined })}
      >
        {texts.corrected}
      </Checkbox>
      {isFiltered && (
        <Button type="link" onClick={onClear}>
          {texts.clear}
        </Button>
      )}
    </div>
  );
}
