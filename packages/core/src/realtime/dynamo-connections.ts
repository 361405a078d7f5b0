import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { Connections } from "./connections.ts";

type Client = Pick<DynamoDBClient, "send">;
type Item = Record<string, AttributeValue>;

const lookAgainMs = 60;
/** No connection lives longer than two hours. */
const keptSeconds = 3 * 60 * 60;
const connectionKey = "connection";

/** In the table that docs/decisions/032 describes. Every write is one conditional update, so that their order does not matter. */
export function dynamoConnections(table: string, client: Client, now: () => Date = () => new Date()): Connections {
  const keyOf = (connectionId: string, sk: string): Item => ({
    pk: { S: `connection#${connectionId}` },
    sk: { S: sk },
  });
  const subscriptionKey = (subscription: string) => `subscription#${subscription}`;
  const at = (date: Date): AttributeValue => ({ N: String(date.getTime()) });
  const yes: AttributeValue = { BOOL: true };

  /** False when the condition does not hold. */
  async function set(
    key: Item,
    attributes: Item,
    condition?: { expression: string; values?: Item },
  ): Promise<Item | false> {
    const expiresAt = { N: String(Math.floor(now().getTime() / 1000) + keptSeconds) };
    const entries = Object.entries({ ...attributes, expiresAt });
    const command = new UpdateItemCommand({
      TableName: table,
      Key: key,
      UpdateExpression: `SET ${entries.map((_, i) => `#a${i} = :a${i}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#a${i}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(entries.map(([, value], i) => [`:a${i}`, value])),
        ...condition?.values,
      },
      ...(condition && { ConditionExpression: condition.expression }),
      ReturnValues: "ALL_NEW",
    });
    try {
      return (await client.send(command)).Attributes ?? {};
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  async function get(key: Item): Promise<Item> {
    const found = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
    return found.Item ?? {};
  }

  return {
    async open(connectionId, { connectedAt, expectsParams }) {
      const attributes = { connectedAt: at(connectedAt), expectsParams: { BOOL: expectsParams } };
      await set(keyOf(connectionId, connectionKey), attributes);
    },
    async close(connectionId) {
      await set(keyOf(connectionId, connectionKey), { closed: yes });
    },
    async setParams(connectionId, params) {
      await set(keyOf(connectionId, connectionKey), { params: { S: JSON.stringify(params) } });
    },
    async params(connectionId, timeoutMs) {
      for (const end = now().getTime() + timeoutMs; ; await sleep(lookAgainMs)) {
        const { expectsParams, params } = await get(keyOf(connectionId, connectionKey));
        if (params?.S !== undefined) return JSON.parse(params.S) as Record<string, string> | null;
        if (!expectsParams?.BOOL) return null;
        if (now().getTime() > end) throw new Error("the parameters that the connection announced never came");
      }
    },
    async once(connectionId, what) {
      const first = await set(keyOf(connectionId, `once#${what}`), {}, { expression: "attribute_not_exists(pk)" });
      return first !== false;
    },
    async request(connectionId, subscription) {
      const expression = "attribute_not_exists(aliveAt)";
      await set(keyOf(connectionId, subscriptionKey(subscription)), { aliveAt: at(now()) }, { expression });
    },
    async claim(connectionId, subscription, chain) {
      const number = { N: String(chain) };
      const expression = "attribute_not_exists(chain) OR chain < :chain";
      const claimed = await set(
        keyOf(connectionId, subscriptionKey(subscription)),
        { chain: number, aliveAt: at(now()) },
        { expression, values: { ":chain": number } },
      );
      if (!claimed) return "duplicate";
      return claimed["cancelled"]?.BOOL ? "cancelled" : "ok";
    },
    async cancel(connectionId, subscription) {
      await set(keyOf(connectionId, subscriptionKey(subscription)), { cancelled: yes });
    },
    async isCancelled(connectionId, subscription) {
      const Keys = [keyOf(connectionId, subscriptionKey(subscription)), keyOf(connectionId, connectionKey)];
      const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } });
      const { Responses = {} } = await client.send(command);
      return (Responses[table] ?? []).some(({ cancelled, closed }) => cancelled?.BOOL || closed?.BOOL);
    },
    async renew(connectionId, subscription) {
      await set(keyOf(connectionId, subscriptionKey(subscription)), { aliveAt: at(now()) });
    },
    async finish(connectionId, subscription) {
      await set(keyOf(connectionId, subscriptionKey(subscription)), { finished: yes });
    },
    async isDeserted(connectionId, before) {
      const command = new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :subscription)",
        FilterExpression: "attribute_not_exists(cancelled) AND attribute_not_exists(finished) AND aliveAt < :before",
        ExpressionAttributeValues: {
          ":pk": { S: `connection#${connectionId}` },
          ":subscription": { S: subscriptionKey("") },
          ":before": at(before),
        },
        ConsistentRead: true,
      });
      return Boolean((await client.send(command)).Count);
    },
  };
}
