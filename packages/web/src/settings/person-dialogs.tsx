import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Checkbox, Form, Input, Modal, Select } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Inputs, type Outputs } from "../app/trpc.ts";
import { passwordLengthMin } from "../people/password.ts";
import { roleOptions } from "./role-options.ts";

export function NewPersonDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<Inputs["user"]["create"]>();
  const create = useMutation(trpc.user.create.mutationOptions());
  const close = () => {
    create.reset();
    onClose();
  };
  const save = (person: Inputs["user"]["create"]) =>
    create.mutate(person, {
      onSuccess: () => {
        void message.success(t.people.added(person.name));
        void queryClient.invalidateQueries({ queryKey: trpc.user.list.queryKey() });
        close();
      },
    });
  return (
    <Modal
      open={open}
      title={t.people.add}
      okText={t.people.add}
      confirmLoading={create.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={440}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ role: "member", keepsPassword: false }}
        onFinish={save}
        preserve={false}
      >
        {create.error && (
          <Alert type="error" showIcon title={errorText(t, create.error)} style={{ marginBottom: 16 }} />
        )}
        <Form.Item
          name="name"
          label={t.people.name}
          rules={[{ required: true, whitespace: true, message: t.people.nameNeeded }]}
        >
          <Input autoFocus maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="email"
          label={t.people.email}
          validateTrigger="onBlur"
          rules={[{ required: true, type: "email", message: t.people.emailNeeded }]}
        >
          <Input type="email" autoComplete="off" />
        </Form.Item>
        <Form.Item name="role" label={t.people.role} extra={t.people.roleHelp}>
          <Select options={roleOptions(t)} />
        </Form.Item>
        <PasswordField label={t.people.firstPassword} />
        <Form.Item
          name="keepsPassword"
          valuePropName="checked"
          getValueProps={(keeps: boolean) => ({ checked: !keeps })}
          getValueFromEvent={(event: { target: { checked: boolean } }) => !event.target.checked}
        >
          <Checkbox>{t.accounts.keepsPassword}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface PasswordDialogProps {
  person: Outputs["user"]["list"][number] | null;
  onClose: () => void;
}

export function PasswordDialog({ person, onClose }: PasswordDialogProps) {
  const { t } = useLanguage();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ password: string }>();
  const set = useMutation(useTRPC().user.setPassword.mutationOptions());
  const close = () => {
    set.reset();
    onClose();
  };
  const save = ({ password }: { password: string }) => {
    if (!person) return;
    set.mutate(
      { id: person.id, password },
      {
        onSuccess: () => {
          void message.success(t.settings.passwordChanged);
          close();
        },
      },
    );
  };
  return (
    <Modal
      open={person !== null}
      title={person ? t.people.newPasswordFor(person.name) : ""}
      okText={t.common.save}
      confirmLoading={set.isPending}
      onOk={() => form.submit()}
      onCancel={close}
      destroyOnHidden
      width={440}
    >
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save} preserve={false}>
        <p className="quiet dialog-lead">{t.people.newPasswordLead}</p>
        {set.error && <Alert type="error" showIcon title={errorText(t, set.error)} style={{ marginBottom: 16 }} />}
        <PasswordField label={t.settings.newPassword} />
      </Form>
    </Modal>
  );
}

function PasswordField({ label }: { label: string }) {
  const { t } = useLanguage();
  return (
    <Form.Item
      name="password"
      label={label}
      extra={t.people.passwordRule(passwordLengthMin)}
      validateTrigger="onBlur"
      rules={[{ required: true, min: passwordLengthMin, message: t.people.passwordRule(passwordLengthMin) }]}
    >
      <Input.Password autoComplete="new-password" />
    </Form.Item>
  );
}
