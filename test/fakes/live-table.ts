import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { dynamoServer } from "./dynamo-server.ts";

export interface LiveTable {
  url: string;
  client: DynamoDBClient;
  table: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The one table of a stage, as docs/decisions/032 describes it, in a DynamoDB of this process. */
export async function liveTable(): Promise<LiveTable> {
  const server = await dynamoServer();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  // one process makes the requests of many functions here
  const requestHandler = { httpAgent: { maxSockets: 1_000, keepAlive: true } };
  const client = new DynamoDBClient({ endpoint: server.url, region: "us-east-1", credentials, requestHandler });
  const table = "live";
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  return {
    url: server.url,
    client,
    table,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await server[Symbol.asyncDispose]();
    },
  };
}
