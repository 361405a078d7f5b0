/** Whoever generates the answers. Each run is generated once; a worker that died is replaced when its lease has run out. */
export interface RunWorker {
  /** Takes the run on. Returns at once: the answer arrives through the run log. */
  start(runId: string): Promise<void>;
  /** Stops the run and the model call under it; nothing happens when the run has ended or is worked on elsewhere. */
  stop(runId: string): Promise<void>;
  /** Looks after the run while somebody watches it, until the function it gives is called. For workers that may be lost unnoticed. */
  attend?(runId: string): () => void;
}
