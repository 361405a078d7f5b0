import { Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Settings } from "./live-runs.ts";
import { answeringOf, type Choices } from "./use-choices.ts";

interface ModelChoiceProps {
  choices: Choices;
  settings: Settings | null;
  onSettings: (settings: Settings) => void;
}

/** Who answers. A list where there is a choice, else only its name. */
export function ModelChoice({ choices, settings, onSettings }: ModelChoiceProps) {
  const { t } = useLanguage();
  const { company, others } = choices;
  const { choice, isOther, gone } = answeringOf(choices, settings);
  return (
    <>
      {others.length === 0 ? (
        <span>{choice ? t.ask.answeredBy(choice.name) : t.ask.quoting}</span>
      ) : (
        <Select
          className="model-choice"
          size="small"
          variant="borderless"
          placement="topLeft"
          popupMatchSelectWidth={false}
          // the list belongs to the box also for those who have the page read to them
          getPopupContainer={(box: HTMLElement) => box.parentElement ?? document.body}
          aria-label={t.dials.model}
          showSearch={others.length > 9 && { optionFilterProp: "label" }}
          value={isOther ? (choice?.id ?? "") : ""}
          options={[
            { value: "", label: company ? t.dials.company(company.name) : t.dials.companyQuotes },
            ...others.map(({ id, name }) => ({ value: id ?? "", label: name })),
          ]}
          onChange={(id) => onSettings({ ...settings, modelId: id || null })}
        />
      )}
      {gone && (
        <span className="model-gone" role="status">
          {choice ? t.dials.gone(choice.name) : t.dials.goneQuotes}
        </span>
      )}
    </>
  );
}
