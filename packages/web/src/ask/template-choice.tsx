import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import type { Settings } from "./live-runs.ts";

interface TemplateChoiceProps {
  settings: Settings | null;
  onSettings: (settings: Settings) => void;
}

/** In whose words the model is asked; nothing where the company has no templates. */
export function TemplateChoice({ settings, onSettings }: TemplateChoiceProps) {
  const { t } = useLanguage();
  const { data = [] } = useQuery(useTRPC().template.choices.queryOptions(undefined, { staleTime: 60_000 }));
  if (data.length === 0) return null;
  const usual = data.find(({ isDefault }) => isDefault);
  const others = data.filter(({ isDefault }) => !isDefault);
  const chosen = others.find(({ id }) => id === settings?.templateId);
  return (
    <Select
      className="template-choice"
      size="small"
      variant="borderless"
      placement="topLeft"
      popupMatchSelectWidth={false}
      aria-label={t.templates.choice.label}
      showSearch={others.length > 9 && { optionFilterProp: "label" }}
      value={chosen?.id ?? ""}
      options={[
        { value: "", label: usual ? t.templates.choice.usual(usual.name) : t.templates.built },
        ...others.map(({ id, name, comment }) => ({ value: id, label: name, title: comment || name })),
      ]}
      onChange={(id) => onSettings({ ...settings, templateId: id || null })}
    />
  );
}
