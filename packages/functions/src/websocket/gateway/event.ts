/** What API Gateway hands to the functions behind a WebSocket API, as far as they look at it. */
export interface ConnectEvent {
  queryStringParameters?: Record<string, string | undefined> | null;
  requestContext: RequestContext;
}

export interface MessageEvent {
  body?: string | null;
  isBase64Encoded?: boolean;
  requestContext: RequestContext;
}

export interface RequestContext {
  connectionId: string;
  connectedAt?: number;
  /** What the authorizer said when the socket was opened. */
  authorizer?: Record<string, unknown> | null;
}

export interface AuthorizerEvent {
  methodArn: string;
  queryStringParameters?: Record<string, string | undefined> | null;
}

/** What Lambda tells a function about its invocation. */
export interface Invocation {
  getRemainingTimeInMillis(): number;
}

/** Who is at the other end of a socket. */
export interface Caller {
  connectionId: string;
  authorizer: Record<string, unknown> | null;
  params: Record<string, string> | null;
}

/** A subscription to work for: the client's message, and how many functions have worked for it before. */
export interface WorkerInput {
  caller: Caller;
  message: unknown;
  batchIndex: number;
  chain: number;
}

/** What became of a subscription in one function. */
export interface Outcome {
  /** "hung-up": it could not go on, and the client begins anew on another socket. */
  outcome: Ending | "duplicate";
  frames: number;
}

export type Ending = "completed" | "stopped" | "handed-over" | "gone" | "failed" | "hung-up";

export const done = { statusCode: 200 } as const;
