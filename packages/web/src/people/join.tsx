import { useMutation, useQuery } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { QueryState } from "../ui/query-state.tsx";
import { signIn } from "./auth.ts";
import { EntranceForm } from "./entrance-form.tsx";
import { Entrance } from "./entrance.tsx";
import { PasswordFields } from "./password-fields.tsx";
import { useEnter } from "./use-enter.ts";

/** Accepts an invitation by the link of a letter. Its token stands behind `#`, so that no server log holds it. */
export function JoinPage() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const enter = useEnter();
  const [token] = useState(() => location.hash.slice(1));
  const invitation = useQuery(trpc.invitation.look.queryOptions({ token }, { retry: false }));
  const accept = useMutation(trpc.invitation.accept.mutationOptions());
  const join = async ({ name, password }: { name: string; password: string }) => {
    const { email } = await accept.mutateAsync({ token, name, password });
    await signIn({ email, password });
    await enter();
  };
  return (
    <Entrance title={t.accounts.join.title} lead={invitation.data ? t.accounts.join.lead(invitation.data.company) : ""}>
      <QueryState query={invitation} />
      {invitation.data && (
        <EntranceForm action={t.accounts.join.action} onSend={join}>
          <Form.Item label={t.people.email} htmlFor="join-email">
            <Input id="join-email" value={invitation.data.email} readOnly autoComplete="username" />
          </Form.Item>
          <Form.Item
            name="name"
            label={t.people.name}
            rules={[{ required: true, whitespace: true, message: t.people.nameNeeded }]}
          >
            <Input autoComplete="name" maxLength={120} autoFocus />
          </Form.Item>
          <PasswordFields label={t.people.password} />
        </EntranceForm>
      )}
    </Entrance>
  );
}
