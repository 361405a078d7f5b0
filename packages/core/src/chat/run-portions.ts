import { randomUUID } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandOutput,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import type { RunEvent } from "./run-event.ts";
import type { NumberedEvent } from "./run-log.ts";

export interface Portions {
  client: DynamoDBClient;
  table: string;
  now: () => number;
}

export interface Found {
  events: NumberedEvent[];
  /** The run was removed: nothing comes any more. */
  gone: boolean;
}

/** Somebody else wrote what comes next, or the run was removed. */
export class PortionRefused extends Error {}

/** Events of one portion at most; whoever goes on in the middle of one looks so far back for its start. */
export const portionEventsMax = 64;
const keepSeconds = 25 * 3600;
/** A write costs by the kilobyte. */
const packedFromBytes = 1024;

/** Writes events under the number that follows the last, unless something is there. Throws PortionRefused. */
export async function put(portions: Portions, runId: string, first: number, events: readonly RunEvent[]) {
  const text = JSON.stringify(events);
  const written: Record<string, AttributeValue> =
    text.length < packedFromBytes ? { events: { S: text } } : { packed: { B: gzipSync(text) } };
  await chain(portions, runId, first, { ...written, last: { N: String(first + events.length - 1) } });
}

/** The events after a number, without a gap: all that is there, or as many as one look brings. */
export async function after(
  { client, table, now }: Portions,
  runId: string,
  number: number,
  { consistent = false, isBoundary = false } = {},
): Promise<Found> {
  const from = isBoundary ? number + 1 : Math.max(1, number + 2 - portionEventsMax);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: "pk = :pk and sk between :from and :to",
      ExpressionAttributeValues: {
        ":pk": { S: `run#${runId}` },
        ":from": { S: sk(from) },
        ":to": { S: sk(999_999_999) },
      },
      ConsistentRead: consistent,
    }),
  );
  const live = Items.filter((item) => Number(item["expiresAt"]?.N) * 1000 > now());
  const events: NumberedEvent[] = [];
  let at = number;
  for (const item of live) {
    const first = Number(item["sk"]?.S?.slice("event#".length));
    if (item["gone"]) return { events, gone: true };
    // one in between has not arrived where this was read
    if (first > at + 1) break;
    for (const [index, event] of eventsOf(item).entries()) {
      if (first + index === at + 1) events.push({ number: ++at, event });
    }
  }
  return { events, gone: false };
}

/** The number of the last event. Throws PortionRefused for a run that was removed. */
export async function last({ client, table }: Portions, runId: string): Promise<number> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: "pk = :pk and begins_with(sk, :event)",
      ExpressionAttributeValues: { ":pk": { S: `run#${runId}` }, ":event": { S: "event#" } },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  if (Items[0]?.["gone"]) throw new PortionRefused("the run was removed");
  return Number(Items[0]?.["last"]?.N ?? 0);
}

/** Deletes what there is of a run, and lets nobody write it any more. */
export async function forget(portions: Portions, runId: string): Promise<void> {
  const { client, table } = portions;
  for (;;) {
    const end = await last(portions, runId).catch((error: unknown) => {
      if (error instanceof PortionRefused) return undefined;
      throw error;
    });
    if (end === undefined) break;
    try {
      await chain(portions, runId, end + 1, { gone: { BOOL: true } });
      break;
    } catch (error) {
      if (!(error instanceof PortionRefused)) throw error;
    }
  }
  for (;;) {
    const keys = await keysOf(portions, runId);
    if (!keys.length) return;
    let left: WriteRequest[] = keys.map((Key) => ({ DeleteRequest: { Key } }));
    while (left.length) {
      const command = new BatchWriteItemCommand({ RequestItems: { [table]: left } });
      const answer: BatchWriteItemCommandOutput = await client.send(command);
      left = answer.UnprocessedItems?.[table] ?? [];
    }
  }
}

async function keysOf({ client, table }: Portions, runId: string): Promise<Record<string, AttributeValue>[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: "pk = :pk and begins_with(sk, :event)",
      FilterExpression: "attribute_not_exists(gone)",
      ProjectionExpression: "pk, sk",
      ExpressionAttributeValues: { ":pk": { S: `run#${runId}` }, ":event": { S: "event#" } },
      ConsistentRead: true,
    }),
  );
  return Items.slice(0, 25);
}

async function chain(
  { client, table, now }: Portions,
  runId: string,
  number: number,
  attributes: Record<string, AttributeValue>,
): Promise<void> {
  const key = { pk: { S: `run#${runId}` }, sk: { S: sk(number) } };
  const write = randomUUID();
  const expiresAt = { N: String(Math.floor(now() / 1000) + keepSeconds) };
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...key, ...attributes, write: { S: write }, expiresAt },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // sent again by the SDK after an answer that was lost, it is refused by itself
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }));
    if (Item?.["write"]?.S !== write) {
      throw new PortionRefused("the run was removed or is written elsewhere", { cause: error });
    }
  }
}

function eventsOf(item: Record<string, AttributeValue>): RunEvent[] {
  const text = item["packed"]?.B ? gunzipSync(item["packed"].B).toString("utf8") : (item["events"]?.S ?? "[]");
  return JSON.parse(text) as RunEvent[];
}

function sk(number: number): string {
  return `event#${String(number).padStart(9, "0")}`;
}
