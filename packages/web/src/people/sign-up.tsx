import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Form, Input } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { signIn } from "./auth.ts";
import { EmailField } from "./email-field.tsx";
import { EntranceForm } from "./entrance-form.tsx";
import { Entrance } from "./entrance.tsx";
import { PasswordFields } from "./password-fields.tsx";
import { useEnter } from "./use-enter.ts";

/** Signs up with an address of the company: a code comes by mail, then a name and a password are chosen. */
export function SignUpPage() {
  const { t, language } = useLanguage();
  const trpc = useTRPC();
  const enter = useEnter();
  const [email, setEmail] = useState<string | null>(null);
  const request = useMutation(trpc.signUp.request.mutationOptions());
  const finish = useMutation(trpc.signUp.finish.mutationOptions());
  const send = async ({ email }: { email: string }) => {
    await request.mutateAsync({ email, language });
    setEmail(email);
  };
  const signUp = async ({ code, name, password }: { code: string; name: string; password: string }) => {
    if (email === null) return;
    await finish.mutateAsync({ email, code, name, password });
    await signIn({ email, password });
    await enter();
  };
  return (
    <Entrance title={t.accounts.signUp.title} lead={t.accounts.signUp.lead}>
      {email === null ? (
        <EntranceForm key="address" action={t.accounts.signUp.send} onSend={send}>
          <EmailField />
        </EntranceForm>
      ) : (
        <EntranceForm key="code" action={t.accounts.signUp.action} onSend={signUp}>
          <Alert type="info" showIcon title={t.accounts.signUp.sent(email)} style={{ marginBottom: 16 }} />
          <Form.Item
            name="code"
            label={t.accounts.signUp.code}
            rules={[{ required: true, message: t.accounts.signUp.codeNeeded }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={10} autoFocus />
          </Form.Item>
          <Form.Item
            name="name"
            label={t.people.name}
            rules={[{ required: true, whitespace: true, message: t.people.nameNeeded }]}
          >
            <Input autoComplete="name" maxLength={120} />
          </Form.Item>
          <PasswordFields label={t.people.password} />
        </EntranceForm>
      )}
      <p className="entrance-links">
        <Link to="/sign-in">{t.accounts.forgot.back}</Link>
      </p>
    </Entrance>
  );
}
