/** Jobs and what they carry. A body is safe to repeat: a worker that died is replaced and the job runs again. */
export interface JobData {
  "ingest-version": { companyId: string; versionId: string };
  /** Files whose text has to be recognised take minutes: they hold up one another, and nothing else. */
  "recognise-version": { companyId: string; versionId: string };
  "remove-document": { companyId: string; documentId: string };
  "remove-company": { companyId: string };
  "label-document": { companyId: string; documentId: string };
  /** Rows of these chunks, or of all chunks of the version, are made anew. */
  "reindex-chunks": { companyId: string; versionId: string; chunkIds: string[] | null };
  "rebuild-index": { companyId: string; generationId: string };
  "drop-index": { companyId: string; generationId: string };
  "purge-run-log": Record<string, never>;
  "purge-embeddings": Record<string, never>;
  "tidy-database": Record<string, never>;
  "apply-retention": Record<string, never>;
  "embed-examples": { companyId: string };
  "sync-source": { companyId: string; syncId: string };
  "sync-due-sources": Record<string, never>;
  "write-triggers": { companyId: string; writingId: string };
  calibrate: { companyId: string; calibrationId: string };
  "run-tests": { companyId: string; testRunId: string };
}

export type JobName = keyof JobData;

export interface JobQueue {
  /** Adds jobs. Inside `inTransaction` they leave only when it commits. */
  send<N extends JobName>(name: N, data: readonly JobData[N][], options?: JobOptions): Promise<void>;
  /** How far each queue is behind with one company's jobs, or with everybody's; queues that hold nothing are left out. */
  depths(companyId?: string): Promise<QueueDepth[]>;
  /** Begins a company's jobs that were given up anew. Gives how many. */
  retryFailed(companyId: string): Promise<number>;
  /**
   * Sends a job about nothing and tells what became of it within this time: done, still waiting while others are done, or
   * left alone. Absent where a queue cannot tell.
   */
  probe?(withinMs: number): Promise<"done" | "busy" | "idle">;
}

export interface QueueDepth {
  name: JobName;
  waiting: number;
  running: number;
  /** Given up after the last try, as long as the queue remembers. */
  failed: number;
  /** Since when the one that waits longest could have begun. */
  oldest: Date | null;
}

export interface JobOptions {
  /** How long the job waits before it may begin. */
  afterSeconds?: number;
}

/** A queue whose jobs are done in this process. */
export interface WorkingQueue extends JobQueue {
  /**
   * Starts working: `body` gets up to `batchSize` jobs at once; when it throws, each of them is tried again later.
   * `isLast` tells that it is the last time for at least one of them.
   */
  work<N extends JobName>(
    name: N,
    batchSize: number,
    body: (data: JobData[N][], isLast: boolean) => Promise<void>,
  ): Promise<void>;
  /** Stops taking jobs and waits for those under way, at most `graceMs`. */
  stop(graceMs?: number): Promise<void>;
}
