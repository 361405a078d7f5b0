import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Log } from "../telemetry/log.ts";
import { plainError } from "../telemetry/plain-error.ts";
import type { JobData, JobName } from "./job-queue.ts";
import { pack, unpack } from "./sqs-message.ts";

/** A message as it was received, by a look into the queue or by Lambda. */
export interface Received {
  id: string;
  receipt: string;
  body: string;
  /** How often it has been received, this time included. */
  count: number;
}

export interface Delivery {
  client: SQSClient;
  url: string;
  log: Pick<Log, "warn">;
  /** How often a job is tried; the queue's own `maxReceiveCount` may not be less. */
  attempts: number;
  /** So long is a message unseen by others after each sign of life. */
  visibleAfterSeconds: number;
  /** Aborts when nobody waits for the jobs under way any more: others may have them. */
  ended: AbortSignal;
}

export type Body<N extends JobName> = (data: JobData[N][], isLast: boolean) => Promise<void>;

const retrySecondsMax = 900;

/**
 * Has messages of one queue worked on, and shows that it is alive while that lasts. Gives those that are done. The others
 * are seen again, later each time; after the last time SQS puts them aside. One that is never to be tried again is done
 * when it threw too; when its process died it comes again, as all do.
 */
export async function deliver<N extends JobName>(
  delivery: Delivery,
  name: N,
  once: boolean,
  received: readonly Received[],
  body: Body<N>,
): Promise<Received[]> {
  const read = received.map((message) => ({ message, ...unpack<N>(message.body, Date.now()) }));
  const early = read.filter(({ waitMs }) => waitMs > 0);
  const due = read.filter(({ waitMs }) => waitMs === 0);
  await sendAll(
    delivery,
    early.map(({ data, waitMs }) => pack(data, waitMs, Date.now())),
  );
  const done = early.map(({ message }) => message);
  const messages = due.map(({ message }) => message);
  if (!due.length) return done;
  const leave = keepUnseen(delivery, messages);
  try {
    await body(
      due.map(({ data }) => data),
      once || messages.some(({ count }) => count >= delivery.attempts),
    );
    return [...done, ...messages];
  } catch (error) {
    const { name: kind, message } = plainError(error);
    delivery.log.warn("job.failed", { job: name, error: `${kind}: ${message}` });
    if (once) return [...done, ...messages];
    leave();
    await showAgain(delivery, messages, ({ count }) => Math.min(2 ** count, retrySecondsMax));
    return done;
  } finally {
    leave();
  }
}

/** Sends messages of any number. Throws when SQS refuses one for good. */
export async function sendAll(
  { client, url }: Pick<Delivery, "client" | "url">,
  packed: readonly ReturnType<typeof pack>[],
): Promise<void> {
  const entries = packed.map(({ body, delaySeconds }, at) => ({
    Id: String(at),
    MessageBody: body,
    DelaySeconds: delaySeconds,
  }));
  for (const batch of batches(entries)) {
    let left = batch;
    for (let attempt = 1; left.length; attempt++) {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: left }));
      const [refused] = Failed.filter(({ SenderFault }) => SenderFault || attempt === 3);
      if (refused) throw new Error(`SQS refused a job: ${refused.Code ?? ""} ${refused.Message ?? ""}`);
      const ids = new Set(Failed.map(({ Id }) => Id));
      left = left.filter(({ Id }) => ids.has(Id));
    }
  }
}

/** Takes messages out of the queue. */
export async function remove(
  { client, url }: Pick<Delivery, "client" | "url">,
  messages: readonly Received[],
): Promise<void> {
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages
      .slice(from, from + 10)
      .map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** Says again and again that the messages are being worked on, until the function it gives is called. */
function keepUnseen(delivery: Delivery, messages: readonly Received[]): () => void {
  const extend = () => {
    showAgain(delivery, messages, () => delivery.visibleAfterSeconds).catch((error: unknown) =>
      delivery.log.warn("job.heartbeat_failed", { error }),
    );
  };
  extend();
  const beat = setInterval(extend, (delivery.visibleAfterSeconds * 1000) / 3).unref();
  const leave = () => {
    clearInterval(beat);
    delivery.ended.removeEventListener("abort", leave);
  };
  delivery.ended.addEventListener("abort", leave);
  return leave;
}

/** Sets when others see the messages again. */
export async function showAgain(
  { client, url }: Pick<Delivery, "client" | "url">,
  messages: readonly Received[],
  seconds: (message: Received) => number,
): Promise<void> {
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages.slice(from, from + 10).map((message, at) => ({
      Id: String(at),
      ReceiptHandle: message.receipt,
      VisibilityTimeout: Math.round(seconds(message)),
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
  }
}

/** Ten in one request at most, and together less than every region takes. */
function batches<E extends SendMessageBatchRequestEntry>(entries: readonly E[]): E[][] {
  const batches: E[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody ?? "");
    const last = batches.at(-1);
    if (last && last.length < 10 && bytes + size < 200_000) last.push(entry);
    else {
      batches.push([entry]);
      bytes = 0;
    }
    bytes += size;
  }
  return batches;
}
