import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, App, Form, InputNumber, Modal, Radio, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import { currencies } from "../models/price-fields.tsx";
import { subjectText, toSubject } from "./budget-text.ts";
import { timeZone, type Budget } from "./usage-view.ts";

interface BudgetDialogProps {
  /** Null while the dialog is closed. */
  budget: Budget | "new" | null;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}

interface Fields {
  subject: Budget["subject"];
  groupId: string;
  userId: string;
  period: Budget["period"];
  tokensMax: number | null;
  /** In whole units of the currency. */
  cost: number | null;
  currency: string;
  modelId: string;
}

const millionths = 1_000_000;

/** Whose budget it is, how much it holds, and what happens when it is spent. */
export function BudgetDialog({ budget, onClose, onSaved }: BudgetDialogProps) {
  const { t } = useLanguage();
  const texts = t.usage.budgets;
  const client = useTRPCClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const held = budget === "new" || budget === null ? undefined : budget;
  const save = useMutation({
    mutationFn: async ({ subject, groupId, userId, period, tokensMax, cost, currency, modelId }: Fields) => {
      const input = {
        subject: toSubject(subject, groupId, userId),
        period,
        timeZone: held?.timeZone ?? timeZone,
        tokensMax,
        costMax: cost === null ? null : Math.round(cost * millionths),
        currency: cost === null ? null : currency,
        modelId: modelId || null,
      };
      if (held) await client.budget.change.mutate({ id: held.id, to: input });
      else await client.budget.add.mutate(input);
    },
    onSuccess: () => {
      void message.success(texts.saved);
      close();
    },
    onSettled: onSaved,
  });
  const close = () => {
    save.reset();
    onClose();
  };
  const initial: Fields = {
    subject: held?.subject ?? "everyone",
    groupId: held?.groupId ?? "",
    userId: held?.userId ?? "",
    period: held?.period ?? "month",
    tokensMax: held?.tokensMax ?? null,
    cost: held?.costMax == null ? null : held.costMax / millionths,
    currency: held?.currency ?? "USD",
    modelId: held?.modelId ?? "",
  };
  return (
    <Modal
      open={budget !== null}
      title={held ? texts.edit(subjectText(t, held)) : texts.add}
      okText={t.common.save}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={480}
    >
      <Form<Fields>
        key={held?.id}
        name="budget"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onFinish={() => save.mutate(form.getFieldsValue(true) as Fields)}
      >
        {save.error && <Alert type="error" showIcon title={errorText(t, save.error)} className="budget-error" />}
        <SubjectFields />
        <Form.Item name="period" label={texts.form.period} extra={texts.form.timeZone(held?.timeZone ?? timeZone)}>
          <Radio.Group options={(["day", "month"] as const).map((value) => ({ value, label: texts.periods[value] }))} />
        </Form.Item>
        <AmountFields />
        <ThenField />
      </Form>
    </Modal>
  );
}

function SubjectFields() {
  const { t } = useLanguage();
  const texts = t.usage.budgets;
  const trpc = useTRPC();
  const groups = useQuery(trpc.group.list.queryOptions()).data ?? [];
  const people = useQuery(trpc.user.list.queryOptions()).data ?? [];
  const subject = Form.useWatch("subject", Form.useFormInstance<Fields>());
  const chosen = [{ validator: async (_: unknown, id: string) => void (id || raise(texts.form.choose)) }];
  return (
    <>
      <Form.Item name="subject" label={texts.form.subject}>
        <Select
          options={(["everyone", "company", "group", "person"] as const).map((value) => ({
            value,
            label: texts.subjects[value],
          }))}
        />
      </Form.Item>
      {subject === "group" && (
        <Form.Item name="groupId" label={texts.form.group} rules={chosen}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      )}
      {subject === "person" && (
        <Form.Item name="userId" label={texts.form.person} rules={chosen}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={people.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
          />
        </Form.Item>
      )}
    </>
  );
}

function AmountFields() {
  const { t } = useLanguage();
  const texts = t.usage.budgets.form;
  const form = Form.useFormInstance<Fields>();
  const oneOfBoth = {
    validator: async () => {
      const { tokensMax, cost } = form.getFieldsValue(true) as Fields;
      if (tokensMax === null && cost === null) raise(texts.amountNeeded);
    },
  };
  return (
    <>
      <Form.Item
        name="tokensMax"
        label={texts.tokens}
        extra={texts.tokensHelp}
        dependencies={["cost"]}
        rules={[oneOfBoth]}
      >
        <InputNumber<number> min={1} precision={0} controls={false} />
      </Form.Item>
      <div className="budget-money">
        <Form.Item name="cost" label={texts.cost} extra={texts.unpriced}>
          <InputNumber<number> min={0.000001} controls={false} />
        </Form.Item>
        <Form.Item name="currency" label={texts.currency}>
          <Select options={currencies.map((value) => ({ value, label: value }))} />
        </Form.Item>
      </div>
    </>
  );
}

function ThenField() {
  const { t } = useLanguage();
  const texts = t.usage.budgets;
  const models = useQuery(useTRPC().model.list.queryOptions()).data ?? [];
  return (
    <Form.Item name="modelId" label={texts.form.whenSpent}>
      <Select
        options={[
          { value: "", label: texts.form.stop },
          ...models
            .filter(({ kind }) => kind === "chat")
            .map(({ id, name }) => ({ value: id, label: texts.cheaper(name) })),
        ]}
      />
    </Form.Item>
  );
}

function raise(message: string): never {
  throw new Error(message);
}
