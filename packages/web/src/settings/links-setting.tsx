import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { languages, type Language } from "../app/i18n/languages.ts";
import { useLanguage } from "../app/language.tsx";
import { SettingForm } from "./setting-form.tsx";
import type { CompanySettings } from "./use-company-settings.ts";

interface Link {
  label: Partial<Record<Language, string>>;
  url: string;
}
interface Fields {
  quickLinks: Link[];
}

/** Ways out of the desk: a label in each language and an address, in their order. */
export function LinksSetting({ settings }: { settings: CompanySettings }) {
  const { t, format } = useLanguage();
  const { own, default: standard } = settings.settings.quickLinks;
  const { linksMax } = settings.limits;
  const words = t.company.links;
  return (
    <SettingForm<Fields>
      name="quickLinks"
      settings={settings}
      initial={{ quickLinks: (own ?? standard).map(({ label, url }) => ({ label: { ...label }, url })) }}
      field={["quickLinks", "0", "url"]}
      toChange={({ quickLinks }) => ({ quickLinks: quickLinks ?? [] })}
      standard={words.count(standard.length)}
    >
      {() => (
        <Form.List name="quickLinks">
          {(fields, { add, remove, move }) => (
            <>
              {fields.length === 0 && <p className="quiet">{words.none}</p>}
              <ol className="setting-links">
                {fields.map(({ key, name }, at) => (
                  <LinkLine
                    key={key}
                    at={at}
                    name={name}
                    isLast={at === fields.length - 1}
                    labelLengthMax={settings.limits.labelLengthMax}
                    onMove={move}
                    onRemove={remove}
                  />
                ))}
              </ol>
              <Button
                icon={<PlusOutlined aria-hidden />}
                disabled={fields.length >= linksMax}
                title={fields.length >= linksMax ? words.full(format.number(linksMax)) : undefined}
                onClick={() => add({ label: {}, url: "" } satisfies Link)}
              >
                {words.add}
              </Button>
            </>
          )}
        </Form.List>
      )}
    </SettingForm>
  );
}

interface LinkLineProps {
  at: number;
  name: number;
  isLast: boolean;
  labelLengthMax: number;
  onMove: (from: number, to: number) => void;
  onRemove: (at: number) => void;
}

function LinkLine({ at, name, isLast, labelLengthMax, onMove, onRemove }: LinkLineProps) {
  const { t, format } = useLanguage();
  const words = t.company.links;
  const line = format.number(at + 1);
  const needed = ({ getFieldValue }: { getFieldValue: (path: (string | number)[]) => unknown }) => ({
    validator: async () => {
      const said = languages.map((language) => getFieldValue(["quickLinks", name, "label", language]));
      if (said.every((text) => typeof text !== "string" || text.trim() === "")) throw new Error(words.labelNeeded);
    },
  });
  return (
    <li className="setting-link">
      {languages.map((language, place) => (
        <Form.Item
          key={language}
          name={[name, "label", language]}
          rules={[
            { max: labelLengthMax, message: words.labelLong(format.number(labelLengthMax)) },
            ...(place === 0 ? [needed] : []),
          ]}
        >
          <Input
            lang={language}
            aria-label={words.ofLine(words.label(t.languages[language]), line)}
            placeholder={words.label(t.languages[language])}
          />
        </Form.Item>
      ))}
      <Form.Item
        name={[name, "url"]}
        className="setting-link-address"
        rules={[
          {
            validator: async (_, value) => {
              if (!isOpenable(typeof value === "string" ? value.trim() : "")) throw new Error(words.addressWrong);
            },
          },
        ]}
      >
        <Input
          type="url"
          inputMode="url"
          autoComplete="off"
          aria-label={words.ofLine(words.url, line)}
          placeholder="https://"
        />
      </Form.Item>
      <span className="setting-link-actions">
        <Button
          type="text"
          icon={<ArrowUpOutlined aria-hidden />}
          aria-label={words.up(line)}
          disabled={at === 0}
          onClick={() => onMove(at, at - 1)}
        />
        <Button
          type="text"
          icon={<ArrowDownOutlined aria-hidden />}
          aria-label={words.down(line)}
          disabled={isLast}
          onClick={() => onMove(at, at + 1)}
        />
        <Button
          type="text"
          danger
          icon={<DeleteOutlined aria-hidden />}
          aria-label={words.remove(line)}
          onClick={() => onRemove(name)}
        />
      </span>
    </li>
  );
}

function isOpenable(text: string): boolean {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  return address?.protocol === "https:" && !address.username && !address.password;
}
