import { Form, InputNumber } from "antd";
import { useLanguage } from "../app/language.tsx";

/** How much a model may be asked in a minute. */
export function LimitFields() {
  const texts = useLanguage().t.usage.form;
  return (
    <fieldset className="field-group">
      <legend>{texts.limits}</legend>
      <p className="quiet">{texts.limitsHelp}</p>
      <div className="field-three">
        {(["requestsMax", "tokensMax"] as const).map((name) => (
          <Form.Item key={name} name={name} label={name === "requestsMax" ? texts.requests : texts.tokens}>
            <InputNumber<number> min={1} max={1_000_000_000} precision={0} controls={false} />
          </Form.Item>
        ))}
      </div>
    </fieldset>
  );
}
