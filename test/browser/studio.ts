import { storeRoom } from "../fixtures/store-room.ts";
import { addDocument, expect, type Desk } from "./desk.ts";
import type { Client } from "./person.ts";

const libraryName = "Store room";

/** Sees to it that the desk has read what the labels of the store room are about. */
export async function storeRoomRead(desk: Desk): Promise<void> {
  const { client } = desk.administrator;
  if ((await client.library.list.query()).some(({ name }) => name === libraryName)) return;
  const { id } = await client.library.create.mutate({ name: libraryName });
  await addDocument(desk, id, "things.csv", storeRoom);
}

/** Puts these labels in the place of all there are. */
export async function relabelled(client: Client, content?: string): Promise<void> {
  for (;;) {
    const { items } = await client.label.list.query({ pageSize: 200 });
    if (items.length === 0) break;
    await client.label.remove.mutate({ ids: items.map(({ id }) => id) });
  }
  if (content) await client.label.import.mutate({ content });
}

/** Puts these labels in the place of all there are, and runs them through the search. */
export async function measured(client: Client, content: string): Promise<void> {
  await relabelled(client, content);
  await client.calibration.start.mutate({});
  await expect
    .poll(async () => (await client.calibration.progress.query())?.state, { timeout: 60_000 })
    .toBe("finished");
}
