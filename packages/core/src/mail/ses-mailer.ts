import type { SESv2Client } from "@aws-sdk/client-sesv2";
import type { Mailer } from "./mailer.ts";

/** Hands letters to Amazon SES, which must know the sender's address or domain. */
export function sesMailer({ from, client }: { from: string; client: () => Promise<SESv2Client> }): Mailer {
  let made: Promise<SESv2Client> | undefined;
  return {
    place: { kind: "ses" },
    async send({ to, subject, text, html }) {
      const { SendEmailCommand } = await import("@aws-sdk/client-sesv2");
      const utf8 = (data: string) => ({ Data: data, Charset: "UTF-8" });
      made ??= client();
      await (
        await made
      ).send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
        }),
      );
    },
    async close() {
      (await made)?.destroy();
    },
  };
}

/** A client of the SDK, which looks for its keys and its region itself. */
export async function sesClient(region: string | undefined): Promise<SESv2Client> {
  const { SESv2Client: Client } = await import("@aws-sdk/client-sesv2");
  return new Client({ maxAttempts: 3, ...(region && { region }) });
}
