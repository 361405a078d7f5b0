import { Form, Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";

interface LibraryNameDialogProps {
  open: boolean;
  title: string;
  initial: string;
  /** Asks who may read the library too, with this chosen at first. */
  initialVisibility?: Visibility;
  onClose: () => void;
  /** The dialog closes when it resolves, and shows why when it does not. */
  onSave: (name: string, visibility?: Visibility) => Promise<void>;
}

type Visibility = "company" | "private";

interface Filled {
  name: string;
  visibility?: Visibility;
}

export function LibraryNameDialog(props: LibraryNameDialogProps) {
  const { open, title, initial, initialVisibility, onClose, onSave } = props;
  const { t } = useLanguage();
  const [form] = Form.useForm<Filled>();
  const [busy, setBusy] = useState(false);
  const save = async ({ name, visibility }: Filled) => {
    setBusy(true);
    try {
      await onSave(name.trim(), visibility);
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
        initialValues={{ name: initial, visibility: initialVisibility }}
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
        {initialVisibility && (
          <Form.Item name="visibility" label={t.sharing.create.who} extra={t.sharing.create.help}>
            <Radio.Group
              options={(["company", "private"] as const).map((value) => ({ value, label: t.sharing.create[value] }))}
            />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
