import { ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { remove, sendAll, showAgain, type Received } from "./sqs-delivery.ts";
import { companyOf } from "./sqs-message.ts";

interface Queue {
  client: SQSClient;
  url: string;
}

/** So long are messages held while they are looked at. */
const lookSeconds = 30;
const lookedAtMax = 5_000;

/** How many of the jobs that were given up are a company's. */
export async function countFailed(failed: Queue, companyId: string): Promise<number> {
  let count = 0;
  const others = await look(failed, companyId, async (own) => {
    count += own.length;
    return own;
  });
  await showAgain(failed, others, () => 0);
  return count;
}

/** Puts what was given up of a company back into its queue, as if it were new. Gives how many. */
export async function retryFailed(failed: Queue, queue: Queue, companyId: string): Promise<number> {
  let count = 0;
  const others = await look(failed, companyId, async (own) => {
    // sent before it is removed: a job that comes twice is safe, one that is lost is not
    await sendAll(
      queue,
      own.map(({ body }) => ({ body, delaySeconds: 0 })),
    );
    await remove(failed, own);
    count += own.length;
    return [];
  });
  await showAgain(failed, others, () => 0);
  return count;
}

/** Takes each message into view once, has a company's handled, and gives those that are to be shown again. */
async function look(
  { client, url }: Queue,
  companyId: string,
  handle: (own: Received[]) => Promise<Received[]>,
): Promise<Received[]> {
  const seen: Received[] = [];
  for (let looked = 0; looked < lookedAtMax;) {
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: lookSeconds,
      WaitTimeSeconds: 1,
    });
    const { Messages = [] } = await client.send(command);
    if (!Messages.length) return seen;
    looked += Messages.length;
    const messages = Messages.map(({ MessageId = "", ReceiptHandle = "", Body = "" }) => ({
      id: MessageId,
      receipt: ReceiptHandle,
      body: Body,
      count: 1,
    }));
    const own = messages.filter(({ body }) => companyOf(body) === companyId);
    seen.push(...messages.filter((message) => !own.includes(message)), ...(await handle(own)));
  }
  return seen;
}
