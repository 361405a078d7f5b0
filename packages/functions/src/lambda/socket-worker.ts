import { invoked } from "./invocation.ts";
import { gateway } from "./socket-gateway.ts";

/** Works for a subscription, up to 15 minutes, and then hands over to the next of its kind. */
export const handler = invoked(({ caller }) => ({ connectionId: caller.connectionId }), gateway.worker);
