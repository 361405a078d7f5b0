import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Form, Input, type FormInstance } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, type Outputs } from "../app/trpc.ts";
import { SettingForm } from "./setting-form.tsx";
import type { CompanySettings } from "./use-company-settings.ts";

const written = /^#[0-9a-f]{6}$/i;
const ownColour = "#2457d6";

interface Fields {
  colour: string;
}

/** The colour of buttons and links, with how it looks in the light and in the dark. */
export function ColourSetting({ settings }: { settings: CompanySettings }) {
  const { t } = useLanguage();
  const { own } = settings.settings.colour;
  return (
    <SettingForm<Fields>
      name="colour"
      settings={settings}
      initial={{ colour: own ?? ownColour }}
      field={["colour"]}
      toChange={({ colour }) => ({ colour })}
      standard={ownColour}
    >
      {(form, touch) => (
        <>
          <div className="setting-colour">
            <Picker form={form} onPick={pickFor(form, touch)} />
            <Form.Item
              name="colour"
              rules={[{ required: true, pattern: written, message: t.company.colour.unreadable }]}
            >
              <Input aria-label={t.company.colour.label} autoComplete="off" spellCheck={false} />
            </Form.Item>
          </div>
          <Looks form={form} onPick={pickFor(form, touch)} />
        </>
      )}
    </SettingForm>
  );
}

interface PickerProps {
  form: FormInstance<Fields>;
  onPick: (colour: string) => void;
}

/** Puts a colour in the place of what was typed, and of what was said against that. */
function pickFor(form: FormInstance<Fields>, touch: () => void) {
  return (value: string) => {
    form.setFields([{ name: "colour", value, errors: [] }]);
    touch();
  };
}

function Picker({ form, onPick }: PickerProps) {
  const { t } = useLanguage();
  const colour = Form.useWatch("colour", form);
  return (
    <input
      type="color"
      aria-label={t.company.colour.pick}
      value={colour && written.test(colour) ? colour.toLowerCase() : ownColour}
      onChange={({ target }) => onPick(target.value)}
    />
  );
}

function Looks({ form, onPick }: PickerProps) {
  const { t, format } = useLanguage();
  const colour = Form.useWatch("colour", form) ?? "";
  const trpc = useTRPC();
  const isWritten = written.test(colour);
  const { data } = useQuery(
    trpc.branding.tryColour.queryOptions(
      { colour },
      { enabled: isWritten, staleTime: Infinity, placeholderData: keepPreviousData },
    ),
  );
  if (!data || !isWritten) return null;
  const { instead } = data;
  const reached = format.decimal(data.contrast);
  return (
    <div className="setting-looks">
      <p role="status" className={instead === null ? "quiet" : "setting-pale"}>
        {instead === null ? t.company.colour.contrast(reached) : t.company.colour.pale(reached)}
        {instead !== null && (
          <Button size="small" onClick={() => onPick(instead)}>
            {t.company.colour.take(instead)}
          </Button>
        )}
      </p>
      <div className="setting-samples">
        <Sample shade="light" palette={data.light} />
        <Sample shade="dark" palette={data.dark} />
      </div>
    </div>
  );
}

type Palette = Outputs["branding"]["tryColour"]["light"];

function Sample({ shade, palette }: { shade: "light" | "dark"; palette: Palette }) {
  const { t } = useLanguage();
  const { previews, sample } = t.company.colour;
  return (
    <div className={`setting-sample ${shade}`} aria-hidden>
      <span className="setting-sample-shade">{previews[shade]}</span>
      <span className="setting-sample-button" style={{ background: palette.colorPrimary }}>
        {sample.button}
      </span>
      <span style={{ color: palette.colorLink }}>{sample.link}</span>
      <span
        className="setting-sample-button"
        style={{ background: palette.colorPrimaryBg, color: palette.colorPrimaryText }}
      >
        [1]
      </span>
    </div>
  );
}
