import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { folderMailer } from "@docent/core/mail/folder-mailer";
import { letter } from "@docent/core/mail/letters";
import type { Mailer } from "@docent/core/mail/mailer";
import { sesMailer } from "@docent/core/mail/ses-mailer";
import { smtpMailer } from "@docent/core/mail/smtp-mailer";
import { lettersIn, parsed, type Received } from "../letters.ts";

const from = "Docent <docent@example.org>";
const company = '公司 <script>alert("1")</script>\r\nBcc: everybody@example.org';
const link = "https://desk.example.org/join#token";

interface Post extends AsyncDisposable {
  mailer: Mailer;
  received(): Promise<Received[]>;
}

async function inFolder(): Promise<Post> {
  const folder = await mkdtemp(join(tmpdir(), "docent-letters-"));
  return {
    mailer: folderMailer({ folder, from }),
    received: () => lettersIn(folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

async function bySmtp(): Promise<Post> {
  const raw: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        raw.push(Buffer.concat(parts).toString("latin1"));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}`, from });
  return {
    mailer,
    received: async () => raw.map(parsed),
    async [Symbol.asyncDispose]() {
      await mailer.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function bySes(): Promise<Post> {
  const seen: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString("utf8")));
    request.on("end", () => {
      const { Destination, Content } = JSON.parse(body) as {
        Destination: { ToAddresses: string[] };
        Content: { Simple: { Subject: { Data: string }; Body: { Text: { Data: string }; Html: { Data: string } } } };
      };
      const { Subject, Body } = Content.Simple;
      seen.push({
        to: Destination.ToAddresses.join(),
        subject: Subject.Data,
        text: Body.Text.Data,
        html: Body.Html.Data,
      });
      response.setHeader("content-type", "application/json").end('{"MessageId":"1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "key", secretAccessKey: "secret" };
  const mailer = sesMailer({
    from,
    client: async () => new SESv2Client({ region: "eu-central-1", endpoint, credentials }),
  });
  return {
    mailer,
    received: async () => seen,
    async [Symbol.asyncDispose]() {
      await mailer.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

test.each(Object.entries({ inFolder, bySmtp, bySes }))(
  "a letter arrives whole, and no name becomes markup or a header: %s",
  async (_, make) => {
    await using post = await make();
    await post.mailer.send(letter("vera@example.org", "zh", { type: "invitation", company, link, days: 7 }));

    const [received] = await post.received();
    expect(received).toMatchObject({ to: "vera@example.org" });
    expect(received?.subject).toContain("邀请您使用 公司 <script>");
    expect(received?.subject).not.toMatch(/[\r\n]/);
    expect(received?.text).toContain(link);
    expect(received?.html).toContain(`href="${link}"`);
    expect(received?.html).not.toContain("<script>");
  },
);

test("a mail server that does not take a letter is told of", async () => {
  const mailer = smtpMailer({ url: "smtp://127.0.0.1:9", from });
  await expect(mailer.send(letter("vera@example.org", "en", { type: "password-set" }))).rejects.toThrow();
});
