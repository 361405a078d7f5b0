import type { JobData, JobName } from "./job-queue.ts";

/** What a message says: the job's data, and when it may begin when that is further away than SQS can hold it back. */
interface Envelope<N extends JobName> {
  data: JobData[N];
  notBefore?: number;
}

/** The longest that SQS holds a message back. */
const delaySecondsMax = 900;

/** The message of a job, and how long SQS is to hold it back. */
export function pack<N extends JobName>(data: JobData[N], waitMs: number, now: number) {
  const seconds = Math.ceil(Math.max(0, waitMs) / 1000);
  const far = seconds > delaySecondsMax;
  const envelope: Envelope<N> = { data, ...(far && { notBefore: now + waitMs }) };
  return { body: JSON.stringify(envelope), delaySeconds: Math.min(seconds, delaySecondsMax) };
}

/** The job of a message that this module packed, and how long it has still to wait. */
export function unpack<N extends JobName>(body: string, now: number): { data: JobData[N]; waitMs: number } {
  const { data, notBefore = 0 } = JSON.parse(body) as Envelope<N>;
  return { data, waitMs: Math.max(0, notBefore - now) };
}

/** The company of the job in a message; undefined for jobs of nobody in particular. */
export function companyOf(body: string): string | undefined {
  const { data } = JSON.parse(body) as { data: { companyId?: string } };
  return data.companyId;
}
