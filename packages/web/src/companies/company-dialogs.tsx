import { useQueryClient } from "@tanstack/react-query";
import { App, Form, Input } from "antd";
import { useLanguage } from "../app/language.tsx";
import { useTRPC, useTRPCClient } from "../app/trpc.ts";
import type { Company } from "./use-companies.ts";
import { FormDialog } from "./form-dialog.tsx";

/** Makes a company and invites its first administrator. */
export function AddCompany({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, language } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  const refresh = useRefresh();
  const save = async ({ name, email }: { name: string; email: string }) => {
    const { invitation } = await client.company.create.mutate({ name, email, language });
    if (invitation.unsent) void message.warning(t.companies.unsent(email));
    else void message.success(t.companies.added(name, email));
    await refresh();
  };
  return (
    <FormDialog open={open} title={t.companies.add} action={t.companies.add} onSave={save} onClose={onClose}>
      <NameField />
      <EmailField label={t.companies.email} help={t.companies.emailHelp} />
    </FormDialog>
  );
}

export function RenameCompany({ company, onClose }: { company: Company | null; onClose: () => void }) {
  const { t } = useLanguage();
  const client = useTRPCClient();
  const refresh = useRefresh();
  if (!company) return null;
  const { id, name } = company;
  const save = async (given: { name: string }) => {
    await client.company.rename.mutate({ id, name: given.name });
    await refresh();
  };
  return (
    <FormDialog
      open
      title={t.companies.renameTitle(name)}
      action={t.common.save}
      initial={{ name }}
      onSave={save}
      onClose={onClose}
    >
      <NameField />
    </FormDialog>
  );
}

/** For a company whose administrators have left, or never came. */
export function InviteAdministrator({ company, onClose }: { company: Company | null; onClose: () => void }) {
  const { t, language } = useLanguage();
  const { message } = App.useApp();
  const client = useTRPCClient();
  if (!company) return null;
  const { id, name } = company;
  const save = async ({ email }: { email: string }) => {
    const { unsent } = await client.company.invite.mutate({ id, email, language });
    if (unsent) void message.warning(t.accounts.invitations.unsent);
    else void message.success(t.companies.invited(email));
  };
  return (
    <FormDialog open title={t.companies.inviteTitle(name)} action={t.companies.send} onSave={save} onClose={onClose}>
      <EmailField label={t.companies.inviteEmail} help={t.companies.emailHelp} />
    </FormDialog>
  );
}

function NameField() {
  const { t } = useLanguage();
  return (
    <Form.Item
      name="name"
      label={t.companies.name}
      rules={[{ required: true, whitespace: true, message: t.companies.nameNeeded }]}
    >
      <Input autoFocus maxLength={120} autoComplete="off" />
    </Form.Item>
  );
}

function EmailField({ label, help }: { label: string; help: string }) {
  const { t } = useLanguage();
  return (
    <Form.Item
      name="email"
      label={label}
      extra={help}
      validateTrigger="onBlur"
      rules={[{ required: true, type: "email", message: t.people.emailNeeded }]}
    >
      <Input type="email" autoComplete="off" />
    </Form.Item>
  );
}

function useRefresh() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: trpc.company.list.queryKey() });
}
