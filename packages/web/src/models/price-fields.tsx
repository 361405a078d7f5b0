import { Form, InputNumber, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import type { Fields } from "./entry-fields.ts";
import type { Kind } from "./entry.ts";

/** In which vendors of models are paid most. */
export const currencies = ["USD", "CNY", "EUR", "GBP", "JPY", "HKD"];

/** What a million tokens cost. */
export function PriceFields({ kind }: { kind: Kind }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const form = Form.useFormInstance<Fields>();
  const together = {
    validator: async () => {
      const { priceInput, priceOutput, priceCached } = form.getFieldsValue(true) as Fields;
      const given = [priceInput, priceOutput].filter((value) => value !== null).length;
      if (given === 1 || (given === 0 && priceCached !== null)) throw new Error(texts.priceNeeded);
    },
  };
  const names = kind === "chat" ? (["priceInput", "priceOutput", "priceCached"] as const) : (["priceInput"] as const);
  return (
    <fieldset className="field-group">
      <legend>{texts.price}</legend>
      <p className="quiet">{texts.priceHelp}</p>
      <div className="field-many">
        {names.map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={texts[name]}
            {...(name === "priceOutput" && { dependencies: ["priceInput", "priceCached"], rules: [together] })}
          >
            <InputNumber<number> min={0} max={1_000_000} controls={false} />
          </Form.Item>
        ))}
        <Form.Item name="currency" label={t.usage.form.currency}>
          <Select options={currencies.map((value) => ({ value, label: value }))} />
        </Form.Item>
      </div>
    </fieldset>
  );
}
