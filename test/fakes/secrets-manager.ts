import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** AWS Secrets Manager that holds these secrets, each by its ARN. */
export async function secretsManager(
  secrets: Record<string, string>,
): Promise<{ url: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer((request, response) => {
    void json(request).then((asked) => {
      const { SecretId } = asked as { SecretId: string };
      const SecretString = secrets[SecretId];
      response.statusCode = SecretString === undefined ? 400 : 200;
      response.setHeader("content-type", "application/x-amz-json-1.1");
      response.end(
        JSON.stringify(
          SecretString === undefined ? { __type: "ResourceNotFoundException" } : { ARN: SecretId, SecretString },
        ),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
