import { Form, Input, Modal } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

interface LibraryNameDialogProps {
  open: boolean;
  title: string;
  initial: string;
  onClose: () => void;
  /** The dialog closes when it resolves, and shows why when it does not. */
  onSave: (name: string) => Promise<void>;
}

export function LibraryNameDialog({ open, title, initial, onClose, onSave }: LibraryNameDialogProps) {
  const { t } = useLanguage();
  const [form] = Form.useForm<{ name: string }>();
  const [busy, setBusy] = useState(false);
  const save = async ({ name }: { name: string }) => {
    setBusy(true);
    try {
      await onSave(name.trim());
      onClose();
    } catch (error) {
      form.setFields([{ name: "name", errors: [errorText(t, error)] }]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open={open}
      title={title}
      okText={t.common.save}
      confirmLoading={busy}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
      width={420}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: initial }}
        onFinish={save}
        preserve={false}
      >
        <Form.Item
          name="name"
          label={t.library.name}
          rules={[{ required: true, whitespace: true, message: t.library.nameNeeded }]}
        >
          <Input autoFocus maxLength={120} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
