/** The other ends of sockets that somebody else holds open. */
export interface Sockets {
  /** Sends one frame. Throws `GoneError` when the socket is closed. */
  post(connectionId: string, frame: string): Promise<void>;
  /** Closes it; closing one that is gone is fine. Its client comes back by itself. */
  close(connectionId: string): Promise<void>;
}

/** The socket does not stand any more. */
export class GoneError extends Error {
  override readonly name = "GoneError";
}
