import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Alert } from "antd";
import { useState } from "react";
import { useLanguage } from "../app/language.tsx";
import { useTRPC } from "../app/trpc.ts";
import { EntranceForm } from "./entrance-form.tsx";
import { Entrance } from "./entrance.tsx";
import { PasswordFields } from "./password-fields.tsx";

/** Sets a new password by the link of a letter. Its token stands behind `#`, so that no server log holds it. */
export function ResetPage() {
  const { t, language } = useLanguage();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  const reset = useMutation(useTRPC().passwordReset.reset.mutationOptions());
  const save = async ({ password }: { password: string }) => {
    await reset.mutateAsync({ token, password, language });
    await navigate({ to: "/sign-in", replace: true });
  };
  return (
    <Entrance title={t.accounts.reset.title} lead={t.accounts.reset.lead}>
      {token ? (
        <EntranceForm action={t.common.save} onSend={save}>
          <PasswordFields label={t.settings.newPassword} />
        </EntranceForm>
      ) : (
        <Alert type="error" showIcon title={t.accounts.reset.gone} role="alert" />
      )}
      <p className="entrance-links">
        <Link to="/forgot">{t.accounts.forgot.link}</Link>
      </p>
    </Entrance>
  );
}
