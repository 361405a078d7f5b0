import { useMutation } from "@tanstack/react-query";
import { Alert, Form, Input, Modal, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPCClient, type Outputs } from "../app/trpc.ts";
import { useRefreshRights } from "../sharing/use-sharing.ts";

interface GroupDialogProps {
  /** Null while the dialog is closed. */
  group: Outputs["group"]["list"][number] | "new" | null;
  people: Outputs["user"]["list"];
  onClose: () => void;
}

interface Filled {
  name: string;
  userIds: string[];
}

/** A group's name and who is in it. */
export function GroupDialog({ group, people, onClose }: GroupDialogProps) {
  const { t } = useLanguage();
  const client = useTRPCClient();
  const refresh = useRefreshRights();
  const [form] = Form.useForm<Filled>();
  const held = group === "new" ? null : group;
  const save = useMutation({
    mutationFn: async ({ name, userIds }: Filled) => {
      const id = held?.id ?? (await client.group.create.mutate({ name })).id;
      if (held && held.name !== name.trim()) await client.group.rename.mutate({ id, name });
      await client.group.setMembers.mutate({ id, userIds });
    },
    onSuccess: () => close(),
    onSettled: refresh,
  });
  const close = () => {
    save.reset();
    onClose();
  };
  return (
    <Modal
      open={group !== null}
      title={held ? t.sharing.group.edit(held.name) : t.sharing.group.add}
      okText={t.common.save}
      confirmLoading={save.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={440}
    >
      <Form
        key={held?.id}
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: held?.name ?? "", userIds: held?.userIds ?? [] }}
        onFinish={(filled) => save.mutate(filled)}
        preserve={false}
      >
        {save.error && <Alert type="error" showIcon title={errorText(t, save.error)} style={{ marginBottom: 16 }} />}
        <Form.Item
          name="name"
          label={t.sharing.group.name}
          rules={[{ required: true, whitespace: true, message: t.sharing.group.nameNeeded }]}
        >
          <Input autoFocus maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="userIds" label={t.sharing.group.members}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t.sharing.group.membersPlaceholder}
            options={people.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
