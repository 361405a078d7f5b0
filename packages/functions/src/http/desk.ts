import type { Actor, Ports } from "@docent/core/scope";

/** What the ways into the desk need of it. */
export interface Desk {
  ports: Ports;
  /** Who sent a request with these headers. */
  actorOf(headers: Headers): Promise<Actor>;
  /** Serves sign-in and sign-out. */
  handleAuth(request: Request): Promise<Response>;
  issueTicket(headers: Headers): Promise<string>;
  /** Where sockets are opened, when that is another host. */
  socketUrl?: string | undefined;
  /** The session that these headers belong to; undefined for a key, and for nobody. */
  sessionTokenOf(headers: Headers): Promise<string | undefined>;
  /** Begins a session for somebody who proved by other means who they are. Gives the cookies to set. */
  enter(userId: string, headers: Headers): Promise<string[]>;
  isSetUpCode(code: string): boolean;
  companyId: string;
}
