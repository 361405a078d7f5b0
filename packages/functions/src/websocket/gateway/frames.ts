import {
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  transformTRPCResponse,
  TRPCError,
  type AnyTRPCRouter,
  type inferRouterContext,
} from "@trpc/server";
import type { TRPCResponseMessage } from "@trpc/server/rpc";

/** API Gateway closes a socket for good when it is handed more. */
export const frameBytesMax = 128 * 1024;

export type Id = string | number | null;

export interface Call<Router extends AnyTRPCRouter> {
  type: "query" | "mutation" | "subscription" | "unknown";
  path?: string | undefined;
  input?: unknown;
  ctx?: inferRouterContext<Router> | undefined;
}

export interface Frames<Router extends AnyTRPCRouter> {
  /** Throws PAYLOAD_TOO_LARGE when no socket would take it. */
  encode(message: TRPCResponseMessage): string;
  /** The frame that tells of a failure, in the shape that the router gives it. */
  failure(id: Id, failure: unknown, call: Call<Router>): string;
}

export function framesOf<Router extends AnyTRPCRouter>(
  router: Router,
  onError: (error: TRPCError, call: Call<Router>) => void,
): Frames<Router> {
  const config = router._def._config;
  return {
    encode(message) {
      const frame = JSON.stringify(transformTRPCResponse(config, message));
      if (Buffer.byteLength(frame) <= frameBytesMax) return frame;
      const told = `This is longer than the ${frameBytesMax / 1024} KB that fit on the live connection. Reload the page to read it.`;
      throw new TRPCError({ code: "PAYLOAD_TOO_LARGE", message: told });
    },
    failure(id, failure, call) {
      const error = getTRPCErrorFromUnknown(failure);
      onError(error, call);
      const { type, path, input, ctx } = call;
      const shape: unknown = getTRPCErrorShape({ config, error, type, path, input, ctx });
      return JSON.stringify(transformTRPCResponse(config, { id, error: shape } as TRPCResponseMessage));
    },
  };
}
