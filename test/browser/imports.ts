import { lockedPdf } from "../fixtures/pdf.ts";
import type { Library } from "./desk.ts";
import type { Client } from "./person.ts";

/** An import that is complete with some failures, and one whose files wait. Gives the id of the first. */
export async function imported(client: Client, library: Library): Promise<string> {
  const { id } = await client.batch.open.mutate({
    libraryId: library.id,
    kind: "upload",
    name: "2026 年差旅与报销制度汇编",
    expected: 6,
  });
  await library.add("travel/hotels.md", "# Hotels\n\nBook two weeks ahead.", id);
  await library.add("差旅/报销制度.md", "# 报销制度\n\n出差回来后十天内报销。", id);
  await library.add("travel/expenses for the European subsidiaries, final version (3).pdf", lockedPdf(), id);
  await library.add("empty.md", "", id);
  await client.batch.refuse.mutate({
    id,
    files: [{ key: "film", name: "recording of the introduction.mp4", bytes: 734_003_200 }],
    code: "file.too_large",
  });
  await client.batch.refuse.mutate({
    id,
    files: [{ key: "plan", name: "plan.docx", bytes: 20_480 }],
    code: "connection.lost",
  });
  const waiting = await client.batch.open.mutate({
    libraryId: library.id,
    kind: "command",
    name: "handbook",
    expected: 3,
  });
  await library.add("handbook/leave.md", "# Leave\n\nThirty days a year.", waiting.id);
  await client.batch.pause.mutate({ id: waiting.id });
  await library.send("handbook/pay.md", "# Pay\n\nPayday is the fifth.", waiting.id);
  return id;
}
