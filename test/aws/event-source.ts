import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, type Message, type SQSClient } from "@aws-sdk/client-sqs";
import type { Functions } from "./functions.ts";

export interface EventSource {
  /** The address of the queue. */
  url: string;
  arn: string;
  function: string;
  batchSize: number;
  /** Calls at the same time at most. */
  atOnce: number;
}

/** Lambda's event source mapping for SQS: what a queue holds is brought to a function, and what that has done is taken out. */
export function readQueue(source: EventSource, sqs: SQSClient, functions: Functions): { close(): Promise<void> } {
  const stopping = new AbortController();
  const loops = Array.from({ length: source.atOnce }, () => read());

  async function read(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await bring(await receive());
      } catch {
        if (!stopping.signal.aborted) await sleep(200);
      }
    }
  }

  async function receive(): Promise<Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: source.url,
      MaxNumberOfMessages: source.batchSize,
      WaitTimeSeconds: 20,
      MessageSystemAttributeNames: ["All"],
    });
    return (await sqs.send(command, { abortSignal: stopping.signal })).Messages ?? [];
  }

  /** A call that fails leaves all its messages in the queue, until they are visible again. */
  async function bring(messages: readonly Message[]): Promise<void> {
    if (!messages.length || stopping.signal.aborted) return;
    const Records = messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MD5OfBody }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes ?? {},
      messageAttributes: {},
      md5OfBody: MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: source.arn,
      awsRegion: "us-east-1",
    }));
    const result = (await functions.invoke(source.function, { Records })) as {
      batchItemFailures?: { itemIdentifier: string }[];
    } | null;
    const failed = new Set(result?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
    const Entries = messages
      .filter(({ MessageId = "" }) => !failed.has(MessageId))
      .map(({ ReceiptHandle }, at) => ({ Id: `${at}`, ReceiptHandle }));
    if (Entries.length) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: source.url, Entries }));
  }

  return {
    async close() {
      stopping.abort();
      await Promise.allSettled(loops);
    },
  };
}
