import { Form, Input } from "antd";
import { languages, type Language } from "../app/i18n/languages.ts";
import { useLanguage } from "../app/language.tsx";
import { Markdown } from "../markdown/markdown.tsx";
import { SettingForm } from "./setting-form.tsx";
import type { CompanySettings } from "./use-company-settings.ts";

export type TextKey = "welcome" | "disclaimer" | "refusal" | "comfort" | "handover";
type Fields = Partial<Record<Language, string>>;

interface TextSettingProps {
  name: TextKey;
  settings: CompanySettings;
}

/** What the desk says in both languages, each with a preview. */
export function TextSetting({ name, settings }: TextSettingProps) {
  const { t } = useLanguage();
  const { own } = settings.settings[name];
  const known = placeholdersOf(name, settings);
  return (
    <SettingForm<Fields>
      name={name}
      settings={settings}
      initial={own ?? {}}
      field={[languages[0]]}
      toChange={(fields) => ({ [name]: fields })}
    >
      {() => (
        <>
          {known.length > 0 && (
            <p className="quiet setting-placeholders">
              {t.company.texts.mayHold}{" "}
              {known.map((placeholder) => (
                <span key={placeholder}>
                  <code>{`{${placeholder}}`}</code> = {t.company.texts.placeholders[placeholder]}
                </span>
              ))}
            </p>
          )}
          <div className="setting-texts">
            {languages.map((language) => (
              <TextField key={language} language={language} name={name} settings={settings} />
            ))}
          </div>
        </>
      )}
    </SettingForm>
  );
}

function TextField({ language, name, settings }: TextSettingProps & { language: Language }) {
  const { t, format } = useLanguage();
  const text: unknown = Form.useWatch(language);
  const fallback = settings.settings[name].default[language];
  const shown = typeof text === "string" && text.trim() ? text : fallback;
  const { charactersMax } = settings.limits;
  const known = placeholdersOf(name, settings);
  const words = t.company.texts;
  return (
    <div>
      <Form.Item
        name={language}
        label={<span aria-hidden>{t.languages[language]}</span>}
        rules={[
          { max: charactersMax, message: words.tooLong(format.number(charactersMax)) },
          {
            validator: async (_, value) => {
              const unknown = known.length > 0 && firstUnknown(typeof value === "string" ? value : "", known);
              if (unknown) throw new Error(words.unknown(unknown));
            },
          },
        ]}
      >
        <Input.TextArea
          aria-label={words.textIn(t.company.names[name].title, t.languages[language])}
          lang={language}
          placeholder={fallback}
          autoSize={{ minRows: 3, maxRows: 10 }}
        />
      </Form.Item>
      {shown && (
        <div className="setting-preview" lang={language}>
          <span className="quiet">{words.preview}</span>
          <Markdown text={known.length > 0 ? filled(shown, words.samples[language]) : shown} />
        </div>
      )}
    </div>
  );
}

function placeholdersOf(name: TextKey, { limits }: CompanySettings): readonly string[] {
  const known: Partial<Record<TextKey, readonly string[]>> = limits.placeholders;
  return known[name] ?? [];
}

function filled(text: string, values: Record<string, string>): string {
  return text.replace(/\{(question|nearest)\}/g, (whole, name: string) => values[name] ?? whole);
}

function firstUnknown(text: string, known: readonly string[]): string | undefined {
  return Array.from(text.matchAll(/\{([^{}\n]*)\}/g)).find(([, name = ""]) => !known.includes(name))?.[0];
}
