export interface Connection {
  connectedAt: Date;
  /** Its client announced a frame with parameters, which comes as its first message. */
  expectsParams: boolean;
}

export type Params = Record<string, string> | null;

/** What the functions that serve one socket, each for a moment, know of each other. */
export interface Connections {
  open(connectionId: string, connection: Connection): Promise<void>;
  /** It is gone, as far as anybody heard: all that is sent to it ends. */
  close(connectionId: string): Promise<void>;
  setParams(connectionId: string, params: Params): Promise<void>;
  /** The parameters, waiting for the frame that brings them when one was announced. Throws when it never comes. */
  params(connectionId: string, timeoutMs: number): Promise<Params>;
  /** True for the first who asks. */
  once(connectionId: string, what: string): Promise<boolean>;
  /** A subscription was asked for: from now on somebody should be at work for it. */
  request(connectionId: string, subscription: string): Promise<void>;
  /**
   * Takes the subscription on. `chain` counts the functions that worked for it one after the other. "duplicate" when
   * this one was taken on before, "cancelled" when its stop came first.
   */
  claim(connectionId: string, subscription: string, chain: number): Promise<"ok" | "duplicate" | "cancelled">;
  /** Stops the subscription, also one that nobody has taken on yet. */
  cancel(connectionId: string, subscription: string): Promise<void>;
  /** Whether it was stopped, or its connection closed. */
  isCancelled(connectionId: string, subscription: string): Promise<boolean>;
  /** Somebody is at work for it. */
  renew(connectionId: string, subscription: string): Promise<void>;
  finish(connectionId: string, subscription: string): Promise<void>;
  /** Whether a subscription stands for which nobody has been at work since `before`. */
  isDeserted(connectionId: string, before: Date): Promise<boolean>;
}
