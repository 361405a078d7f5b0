import { RollbackOutlined } from "@ant-design/icons";
import { Button, InputNumber, Select } from "antd";
import { useId, type ReactNode } from "react";
import { useLanguage } from "../app/language.tsx";
import type { Settings } from "./live-runs.ts";
import { changedIn, dials, withParameter, type Dial } from "./settings.ts";
import { answeringOf, useChoices, type Choice } from "./use-choices.ts";
import "./dials.css";

type Parameters = NonNullable<Settings["parameters"]>;

const stopsMax = 4;
const stopLengthMax = 100;

interface DialFieldsProps {
  settings: Settings | null;
  onSettings: (settings: Settings) => void;
  /** What holds where nothing is set, before the model's own defaults. */
  preset?: Parameters | undefined;
}

/** Every dial with what it does, as far as the model that answers has it. */
export function DialFields({ settings, onSettings, preset = {} }: DialFieldsProps) {
  const { t } = useLanguage();
  // what its server refuses may have been learnt since
  const { data } = useChoices(0);
  const choice = data && answeringOf(data, settings).choice;
  if (!choice) return null;
  const common = { choice, settings, onSettings, preset };
  return (
    <div className="dial-fields">
      {dials.map((dial) => (
        <NumberDial key={dial} dial={dial} {...common} />
      ))}
      <StopDial {...common} />
      <Button
        size="small"
        disabled={changedIn(settings) === 0}
        onClick={() => onSettings({ ...settings, parameters: {} })}
      >
        {t.dials.resetAll}
      </Button>
    </div>
  );
}

const steps = {
  temperature: 0.1,
  topP: 0.05,
  topK: 1,
  outputTokensMax: 100,
  presencePenalty: 0.1,
  frequencyPenalty: 0.1,
} satisfies Record<Dial, number>;

interface OneDialProps extends Required<DialFieldsProps> {
  choice: Choice;
}

function NumberDial({ dial, choice, settings, onSettings, preset = {} }: OneDialProps & { dial: Dial }) {
  const { t, format } = useLanguage();
  const { min, max, unsent, ...known } = choice.dials[dial];
  const middle = preset[dial] ?? known.default;
  const value = settings?.parameters?.[dial];
  const isOff = unsent === "absent" || unsent === "refused";
  const whole = dial === "topK" || dial === "outputTokensMax";
  const usual = middle === undefined ? t.dials.modelsOwn : t.dials.byDefault(format.number(middle));
  return (
    <Row
      name={t.dials.names[dial]}
      range={t.dials.range(format.number(min), format.number(max))}
      help={unsent ? `${isOff ? "" : t.dials.help[dial]} ${t.dials.unsent[unsent]}`.trim() : t.dials.help[dial]}
      isOff={isOff}
      onReset={value === undefined ? undefined : () => onSettings(withParameter(settings, dial, undefined))}
    >
      {(ids) => (
        <InputNumber<number>
          {...ids}
          min={min}
          max={max}
          step={steps[dial]}
          {...(whole && { precision: 0 })}
          disabled={isOff}
          placeholder={isOff ? "" : usual}
          value={value ?? null}
          onChange={(next) => onSettings(withParameter(settings, dial, next ?? undefined))}
        />
      )}
    </Row>
  );
}

function StopDial({ choice, settings, onSettings, preset = {} }: OneDialProps) {
  const { t } = useLanguage();
  const { stopUnsent } = choice;
  const value = settings?.parameters?.stop ?? [];
  const change = (typed: string[]) => {
    const stops = typed.filter(Boolean).map((stop) => stop.slice(0, stopLengthMax));
    onSettings(withParameter(settings, "stop", stops.length ? stops : undefined));
  };
  return (
    <Row
      name={t.dials.names.stop}
      help={stopUnsent ? t.dials.unsent[stopUnsent] : t.dials.help.stop}
      isOff={stopUnsent !== undefined}
      onReset={value.length ? () => change([]) : undefined}
    >
      {(ids) => (
        <Select
          {...ids}
          mode="tags"
          open={false}
          suffixIcon={null}
          maxCount={stopsMax}
          disabled={stopUnsent !== undefined}
          placeholder={stopUnsent ? "" : (preset.stop?.join(" ") ?? t.dials.none)}
          value={value}
          onChange={change}
        />
      )}
    </Row>
  );
}

interface RowProps {
  name: string;
  range?: string;
  help: string;
  isOff: boolean;
  onReset: (() => void) | undefined;
  children: (ids: { id: string; "aria-describedby": string }) => ReactNode;
}

function Row({ name, range, help, isOff, onReset, children }: RowProps) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <div className={isOff ? "dial-field off" : "dial-field"}>
      <label htmlFor={id}>{name}</label>
      {range && !isOff && <span className="dial-range figures">{range}</span>}
      <div className="dial-value">
        {children({ id, "aria-describedby": `${id}-help` })}
        <Button
          type="text"
          size="small"
          {...(!onReset && { className: "dial-reset-none" })}
          icon={<RollbackOutlined aria-hidden />}
          aria-label={t.dials.reset(name)}
          title={t.dials.reset(name)}
          disabled={!onReset}
          onClick={onReset}
        />
      </div>
      <p id={`${id}-help`}>{help}</p>
    </div>
  );
}
