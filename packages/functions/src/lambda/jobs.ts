import { queuedJobs } from "@docent/core/jobs/sqs-queue";
import { bodyOf } from "./bodies.ts";
import { invoked } from "./invocation.ts";
import { stage } from "./stage.ts";

/** What SQS hands to a function, as far as it is looked at. All records come from one queue. */
export interface QueueEvent {
  Records: {
    messageId: string;
    receiptHandle: string;
    body: string;
    attributes: { ApproximateReceiveCount: string };
    eventSourceARN: string;
  }[];
}

export interface QueueResult {
  batchItemFailures: { itemIdentifier: string }[];
}

/** Does the jobs of a queue. What is not done stays there and comes again, later each time. */
export const handler = invoked(
  (event: QueueEvent) => ({ queue: queueOf(event) }),
  async (event): Promise<QueueResult> => {
    const aws = await stage();
    const queueName = queueOf(event);
    const name = queuedJobs.find((job) => queueName.endsWith(`-${job}`));
    if (!name) throw new Error(`"${queueName}" is no queue of jobs`);
    const received = event.Records.map(({ messageId, receiptHandle, body, attributes }) => ({
      id: messageId,
      receipt: receiptHandle,
      body,
      count: Number(attributes.ApproximateReceiveCount),
    }));
    const left = await aws.queue.deliver(name, received, await bodyOf(aws, name));
    return { batchItemFailures: left.map((itemIdentifier) => ({ itemIdentifier })) };
  },
);

function queueOf({ Records }: QueueEvent): string {
  return Records[0]?.eventSourceARN.split(":").at(-1) ?? "";
}
