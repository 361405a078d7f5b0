import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { EmailField } from "./email-field.tsx";
import { EntranceForm } from "./entrance-form.tsx";
import { Entrance } from "./entrance.tsx";

/** Asks for a link by which a new password can be set. */
export function ForgotPage() {
  const { t, language } = useLanguage();
  const request = useMutation(useTRPC().passwordReset.request.mutationOptions());
  const [sent, setSent] = useState(false);
  const send = async ({ email }: { email: string }) => {
    await request.mutateAsync({ email, language });
    setSent(true);
  };
  return (
    <Entrance title={t.accounts.forgot.title} lead={t.accounts.forgot.lead}>
      {sent ? (
        <Alert type="success" showIcon title={t.accounts.forgot.sent} />
      ) : (
        <EntranceForm action={t.accounts.forgot.action} onSend={send}>
          <EmailField />
        </EntranceForm>
      )}
      <p className="entrance-links">
        <Link to="/sign-in">{t.accounts.forgot.back}</Link>
      </p>
    </Entrance>
  );
}
