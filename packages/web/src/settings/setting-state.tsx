import { UndoOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { CompanySettings, SettingKey } from "./use-company-settings.ts";

interface SettingStateProps {
  name: SettingKey;
  settings: CompanySettings;
  /** The default in words; nothing where it stands in the field anyway. */
  standard?: string | undefined;
  busy: boolean;
  onDefault: () => void;
}

/** Whether a setting is the default, else who changed it when, and the way back. */
export function SettingState({ name, settings, standard, busy, onDefault }: SettingStateProps) {
  const { t, format } = useLanguage();
  const { own, changedBy, changedAt } = settings.settings[name];
  const title = t.company.names[name].title;
  return (
    <p className="setting-state quiet">
      {own === null ? (
        <span>{t.company.byDefault}</span>
      ) : (
        <>
          {changedAt && <span>{t.company.changed(changedBy, format.day(changedAt))}</span>}
          {standard !== undefined && <span>{t.company.standard(standard)}</span>}
          <Button
            size="small"
            type="link"
            icon={<UndoOutlined aria-hidden />}
            aria-label={t.company.toDefaultOf(title)}
            disabled={busy}
            onClick={onDefault}
          >
            {t.company.toDefault}
          </Button>
        </>
      )}
    </p>
  );
}

/** A setting with what it is called and what it is for. */
export function Setting({ name, children }: { name: SettingKey; children: ReactNode }) {
  const { t } = useLanguage();
  const { title, help } = t.company.names[name];
  return (
    <section className="setting" aria-labelledby={`setting-${name}`}>
      <h3 id={`setting-${name}`}>{title}</h3>
      <p className="quiet">{help}</p>
      {children}
    </section>
  );
}
