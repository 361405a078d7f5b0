import { GetItemCommand, PutItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Tells whoever writes an answer, in whatever process, that somebody stopped it. */
export interface StopFlags {
  raise(runId: string): Promise<void>;
  isRaised(runId: string): Promise<boolean>;
}

const keepSeconds = 3600;

/** In the table that docs/decisions/032 describes. */
export function dynamoStopFlags(table: string, client: Pick<DynamoDBClient, "send">): StopFlags {
  const keyOf = (runId: string) => ({ pk: { S: `run#${runId}` }, sk: { S: "stop" } });
  return {
    async raise(runId) {
      const expiresAt = { N: String(Math.floor(Date.now() / 1000) + keepSeconds) };
      await client.send(new PutItemCommand({ TableName: table, Item: { ...keyOf(runId), expiresAt } }));
    },
    async isRaised(runId) {
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf(runId) }));
      return Item !== undefined;
    },
  };
}
