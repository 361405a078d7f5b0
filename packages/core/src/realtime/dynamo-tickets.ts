import { createHash, randomBytes } from "node:crypto";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { Tickets } from "./tickets.ts";

const validSeconds = 60;

/** In the table that docs/decisions/032 describes; only a hash of the ticket is kept. Redeeming it deletes it. */
export function dynamoTickets(
  table: string,
  client: Pick<DynamoDBClient, "send">,
  now: () => Date = () => new Date(),
): Tickets {
  const seconds = () => now().getTime() / 1000;
  const keyOf = (ticket: string): Record<string, AttributeValue> => ({
    pk: { S: `ticket#${createHash("sha256").update(ticket).digest("base64url")}` },
    sk: { S: "ticket" },
  });
  return {
    async issue(sessionId) {
      const ticket = randomBytes(24).toString("base64url");
      const expiresAt = { N: String(Math.ceil(seconds() + validSeconds)) };
      const Item = { ...keyOf(ticket), sessionId: { S: sessionId }, expiresAt };
      await client.send(new PutItemCommand({ TableName: table, Item }));
      return ticket;
    },
    async redeem(ticket) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: keyOf(ticket),
        ConditionExpression: "attribute_exists(pk)",
        ReturnValues: "ALL_OLD",
      });
      try {
        const { Attributes = {} } = await client.send(command);
        // what has expired may be there for days
        return Number(Attributes["expiresAt"]?.N ?? 0) > seconds() ? Attributes["sessionId"]?.S : undefined;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return undefined;
        throw error;
      }
    },
  };
}
