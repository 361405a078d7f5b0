import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input, InputNumber, Modal, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC } from "../app/trpc.ts";
import { fieldsOf, inputOf, type Fields, type Managed } from "./managed-form.ts";
import { ManagedKeyFields } from "./managed-key-fields.tsx";
import { ManagedTried } from "./managed-tried.tsx";

interface ManagedDialogProps {
  libraryId: string;
  held: Managed | null;
  onClose: () => void;
}

/** Says which knowledge base a library is searched with, and by what right. */
export function ManagedDialog({ libraryId, held, onClose }: ManagedDialogProps) {
  const { t } = useLanguage();
  const texts = t.managed;
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const initial = fieldsOf(held);
  const connect = useMutation(
    trpc.knowledgeBase.connect.mutationOptions({
      onSuccess: async () => {
        void message.success(texts.connected);
        onClose();
        await queryClient.invalidateQueries({ queryKey: trpc.knowledgeBase.pathKey() });
        await queryClient.invalidateQueries({ queryKey: trpc.library.list.queryKey() });
      },
    }),
  );
  const attempt = useMutation(trpc.knowledgeBase.try.mutationOptions());
  const test = async () => {
    const fields = await form.validateFields().catch(() => undefined);
    if (fields) attempt.mutate(inputOf(libraryId, { ...initial, ...fields }, held));
  };
  return (
    <Modal
      open
      title={held ? texts.change : texts.connect}
      onCancel={onClose}
      width={560}
      footer={[
        <Button key="test" loading={attempt.isPending} onClick={() => void test()}>
          {texts.test}
        </Button>,
        <Button key="save" type="primary" loading={connect.isPending} onClick={() => form.submit()}>
          {t.common.save}
        </Button>,
      ]}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initial}
        onValuesChange={() => attempt.reset()}
        onFinish={(fields) => connect.mutate(inputOf(libraryId, { ...initial, ...fields }, held))}
      >
        {connect.error && <Alert type="error" showIcon title={errorText(t, connect.error)} className="dialog-alert" />}
        <Form.Item
          name="knowledgeBase"
          label={texts.id}
          extra={texts.idHelp}
          rules={[{ pattern: /^\s*[0-9A-Za-z]{10}\s*$/, required: true, message: texts.idWrong }]}
        >
          <Input autoComplete="off" maxLength={20} />
        </Form.Item>
        <Form.Item
          name="region"
          label={texts.region}
          rules={[{ pattern: /^\s*[a-z]{2}(-[a-z]+)+-\d\s*$/, required: true, message: texts.regionWrong }]}
        >
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item name="results" label={texts.results} extra={texts.resultsHelp} rules={[{ required: true }]}>
          <InputNumber min={1} max={50} precision={0} />
        </Form.Item>
        <Form.Item name="right" label={t.models.catalogue.form.right}>
          <Select options={(["none", "iam"] as const).map((value) => ({ value, label: texts.rights[value] }))} />
        </Form.Item>
        <ManagedKeyFields held={held} />
        <ManagedTried data={attempt.data} error={attempt.error} />
      </Form>
    </Modal>
  );
}
