import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dynamoConnections } from "@docent/core/realtime/dynamo-connections";
import { dynamoTickets } from "@docent/core/realtime/dynamo-tickets";
import { memoryConnections } from "@docent/core/realtime/memory-connections";
import { liveTable, type LiveTable } from "../fakes/live-table.ts";
import { connectionsContract } from "./connections.ts";

let live: LiveTable;
beforeAll(async () => {
  live = await liveTable();
});
afterAll(() => live[Symbol.asyncDispose]());

connectionsContract("in memory", () => memoryConnections());
connectionsContract("in DynamoDB", () => dynamoConnections(live.table, live.client));

test("everything that is kept of a connection has an end", async () => {
  const connections = dynamoConnections(live.table, live.client);
  await connections.open("one", { connectedAt: new Date(), expectsParams: true });
  await connections.once("one", "reconnect");
  await connections.request("one", "1");
  await dynamoTickets(live.table, live.client).issue("session_1");

  const { Items = [] } = await live.client.send(new ScanCommand({ TableName: live.table }));

  expect(Items.length).toBeGreaterThan(3);
  for (const { expiresAt } of Items) expect(Number(expiresAt?.N)).toBeGreaterThan(Date.now() / 1000 - 1);
});

test("a ticket opens one socket for its session, within a minute", async () => {
  let now = Date.now();
  const tickets = dynamoTickets(live.table, live.client, () => new Date(now));
  const [ticket, late] = await Promise.all([tickets.issue("session_1"), tickets.issue("session_2")]);

  const redeemed = await Promise.all([1, 2, 3].map(() => tickets.redeem(ticket)));
  now += 61_500;

  expect(redeemed.filter(Boolean)).toEqual(["session_1"]);
  expect(await tickets.redeem(late)).toBeUndefined();
  expect(await tickets.redeem("made up")).toBeUndefined();
});

test("what is kept of a ticket does not open anything", async () => {
  const tickets = dynamoTickets(live.table, live.client);
  const ticket = await tickets.issue("session_3");

  const { Items = [] } = await live.client.send(new ScanCommand({ TableName: live.table }));

  expect(JSON.stringify(Items)).not.toContain(ticket);
});
