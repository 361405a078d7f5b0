import { useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { jsonObject, ownContract, type Fields } from "./entry-fields.ts";
import type { Kind } from "./entry.ts";

/** What the container behind an endpoint takes and gives: one of the known contracts, or one written out. */
export function ContractFields({ kind, bound }: { kind: Exclude<Kind, "image">; bound: boolean }) {
  const { t } = useLanguage();
  const texts = t.models.catalogue.form;
  const contracts = useQuery(useTRPC().model.contracts.queryOptions());
  const own = Form.useWatch<Fields["contract"]>("contract") === ownContract;
  return (
    <>
      <Form.Item
        name="contract"
        label={texts.contract}
        extra={texts.contractHelp}
        rules={[{ required: true, message: texts.contractNeeded }]}
      >
        <Select
          disabled={bound}
          loading={contracts.isPending}
          options={[
            ...(contracts.data?.[kind] ?? []).map((name) => ({ value: name, label: name })),
            { value: ownContract, label: texts.contractOwn },
          ]}
        />
      </Form.Item>
      {own && (
        <Form.Item
          name="contractText"
          label={texts.contractText}
          extra={texts.contractTextHelp}
          validateTrigger="onBlur"
          rules={[
            {
              validator: async (_, text: string) => {
                if (!jsonObject(text)) throw new Error(texts.contractWrong);
              },
            },
          ]}
        >
          <Input.TextArea className="contract-text" autoSize={{ minRows: 4, maxRows: 16 }} disabled={bound} />
        </Form.Item>
      )}
    </>
  );
}
