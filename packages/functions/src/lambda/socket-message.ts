import { invoked } from "./invocation.ts";
import { gateway } from "./socket-gateway.ts";

/** A frame came in by a socket. */
export const handler = invoked(
  ({ requestContext }) => ({ connectionId: requestContext.connectionId }),
  gateway.message,
);
