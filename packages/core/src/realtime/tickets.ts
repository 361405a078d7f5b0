/** Tickets that open one socket each, soon. They travel in an address, which gets logged: whoever finds one later has nothing. */
export interface Tickets {
  /** A ticket for the session. */
  issue(sessionId: string): Promise<string>;
  /** The session that it was issued for; undefined when it is too old, was used or was never issued. */
  redeem(ticket: string): Promise<string | undefined>;
}
