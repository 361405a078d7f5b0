import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button } from "antd";
import { useLanguage } from "../app/language.tsx";
import { errorText } from "../app/problem.ts";
import { useTRPC, type Outputs } from "../app/trpc.ts";

type Invitation = Outputs["invitation"]["list"][number];

/** Who was asked to join and has not yet, and where letters go on a desk without a mail service. */
export function Invitations() {
  const { t } = useLanguage();
  const trpc = useTRPC();
  const invitations = useQuery(trpc.invitation.list.queryOptions());
  const { data: place } = useQuery(trpc.mail.place.queryOptions());
  return (
    <>
      {invitations.data && invitations.data.length > 0 && (
        <ul className="people">
          {invitations.data.map((invitation) => (
            <InvitationLine key={invitation.id} invitation={invitation} />
          ))}
        </ul>
      )}
      {place?.kind === "folder" && (
        <Alert type="info" showIcon title={t.accounts.invitations.folder(place.path)} className="mail-place" />
      )}
    </>
  );
}

function InvitationLine({ invitation }: { invitation: Invitation }) {
  const { t, format } = useLanguage();
  const { message } = App.useApp();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const resend = useMutation(trpc.invitation.resend.mutationOptions());
  const withdraw = useMutation(trpc.invitation.withdraw.mutationOptions());
  const words = t.accounts.invitations;
  const { id, email, role, expired, expiresAt, unsent } = invitation;
  const state = unsent ? words.unsent : expired ? words.expired : words.waiting(format.day(expiresAt));
  const act = async (work: () => Promise<unknown>, done?: string) => {
    try {
      await work();
      if (done) void message.success(done);
    } catch (error) {
      void message.error(errorText(t, error));
    }
    await queryClient.invalidateQueries({ queryKey: trpc.invitation.list.queryKey() });
  };
  return (
    <li className="invitation">
      <span className="person-name">
        <strong>{email}</strong>
        <span className="quiet">
          {t.roles[role]} · {state}
        </span>
      </span>
      <span className="form-actions">
        <Button
          size="small"
          loading={resend.isPending}
          aria-label={words.resendTo(email)}
          onClick={() => void act(() => resend.mutateAsync({ id }), words.resent)}
        >
          {words.resend}
        </Button>
        <Button
          size="small"
          loading={withdraw.isPending}
          aria-label={words.withdrawOf(email)}
          onClick={() => void act(() => withdraw.mutateAsync({ id }))}
        >
          {words.withdraw}
        </Button>
      </span>
    </li>
  );
}
