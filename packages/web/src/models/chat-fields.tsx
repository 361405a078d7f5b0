import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, InputNumber, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { dials, rises, type Dial, type Fields } from "./entry-fields.ts";
import { useModels } from "./use-models.ts";

/** What a chat model can do, its dials, what stands in for it, and who may choose it. */
export function ChatFields({ ownId }: { ownId: string | undefined }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const { data: models = [] } = useModels();
  const { data: groups = [] } = useQuery(useTRPC().group.list.queryOptions());
  return (
    <>
      <fieldset className="field-group">
        <legend>{texts.further}</legend>
        <Form.Item name="sees" valuePropName="checked">
          <Checkbox>{texts.sees}</Checkbox>
        </Form.Item>
        <Form.Item name="calls" valuePropName="checked" extra={texts.callsHelp}>
          <Checkbox>{texts.calls}</Checkbox>
        </Form.Item>
        <Form.Item name="contextTokens" label={texts.context} extra={texts.contextHelp}>
          <InputNumber<number> min={256} max={100_000_000} precision={0} controls={false} />
        </Form.Item>
        <Form.Item name="fallbackId" label={texts.standIn} extra={texts.standInHelp}>
          <Select
            options={[
              { value: "", label: texts.standInNone },
              ...models
                .filter(({ kind, id }) => kind === "chat" && id !== ownId)
                .map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </Form.Item>
        <Form.Item name="groupIds" label={texts.groups} extra={texts.groupsHelp}>
          <Select
            mode="multiple"
            placeholder={texts.groupsAll}
            showSearch={{ optionFilterProp: "label" }}
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </fieldset>
      <fieldset className="field-group">
        <legend>{texts.dials}</legend>
        <p className="quiet">{texts.dialsHelp}</p>
        {dials.map((dial) => (
          <DialRow key={dial} dial={dial} />
        ))}
      </fieldset>
    </>
  );
}

const columns = { min: "dialLeast", default: "dialDefault", max: "dialMost" } as const;

function DialRow({ dial }: { dial: Dial }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const form = Form.useFormInstance<Fields>();
  const has = Form.useWatch(["dials", dial, "has"], form) !== false;
  const whole = dial === "topK" || dial === "outputTokensMax";
  const rising = {
    validator: async () => {
      if (has && !rises(form.getFieldsValue(true).dials[dial])) throw new Error(texts.dialWrong);
    },
  };
  return (
    <div className="dial" role="group" aria-label={texts.dial[dial]}>
      <Form.Item name={["dials", dial, "has"]} valuePropName="checked" noStyle>
        <Checkbox aria-label={`${texts.dial[dial]}: ${texts.dialHas}`}>{texts.dial[dial]}</Checkbox>
      </Form.Item>
      {(["min", "default", "max"] as const).map((column) => (
        <Form.Item
          key={column}
          name={["dials", dial, column]}
          {...(column === "default" && {
            rules: [rising],
            dependencies: [
              ["dials", dial, "min"],
              ["dials", dial, "max"],
            ],
          })}
        >
          <InputNumber<number>
            aria-label={`${texts.dial[dial]}: ${texts[columns[column]]}`}
            placeholder={texts[columns[column]]}
            disabled={!has}
            controls={false}
            {...(whole && { precision: 0, min: 1 })}
          />
        </Form.Item>
      ))}
    </div>
  );
}
