import { gateway } from "./socket-gateway.ts";

/** A frame came in by a socket. */
export const handler = gateway.message;
