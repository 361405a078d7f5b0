import { betterAuth, type BetterAuthPlugin } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { bearer, oneTimeToken } from "better-auth/plugins";
import { and, eq, gt, inArray, isNull } from "drizzle-orm";
import type { Database } from "@docent/core/db/database";
import {
  accountTable,
  companyTable,
  rateLimitTable,
  sessionTable,
  userTable,
  verificationTable,
} from "@docent/core/db/schema";
import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { newId } from "@docent/core/id";
import type { Actor } from "@docent/core/scope";
import { roles, type Role } from "@docent/core/users/role";

/** Set by our own server from the socket, never taken from outside. */
export const clientAddressHeader = "x-docent-client-address";

export interface Auth {
  /** Serves sign-in and sign-out. */
  handle(request: Request): Promise<Response>;
  /** Who the cookie or bearer token in these headers belongs to; the public actor when nobody. */
  actorOf(headers: Headers): Promise<Actor>;
  issueTicket(headers: Headers): Promise<string>;
  /** The session that these headers belong to; undefined for a key, and for nobody. */
  sessionTokenOf(headers: Headers): Promise<string | undefined>;
  /** The id of that session, which opens nothing by itself. */
  sessionIdOf(headers: Headers): Promise<string | undefined>;
  /** Whom a session belongs to today; the public actor when it lets nobody in any more. */
  actorOfSession(sessionId: string): Promise<Actor>;
  /** Redeems a ticket, once. */
  redeemTicket(ticket: string): Promise<SocketSession | undefined>;
  /** The roles that sessions give their people today; those that let nobody in any more are left out. */
  rolesOf(sessionTokens: readonly string[]): Promise<Map<string, Role>>;
  /** Begins a session for somebody who proved by other means who they are. Gives the cookies to set. */
  enter(userId: string, headers: Headers): Promise<string[]>;
}

export interface SocketSession {
  actor: Actor;
  sessionToken: string;
}

/** Sign-in by better-auth on our own tables: sessions in HttpOnly cookies, throttled by address, no sign-up. */
export function createAuth(options: { db: Database; secret: string; secureCookies: boolean }): Auth {
  const { db, secret, secureCookies } = options;
  const auth = betterAuth({
    secret,
    basePath: "/api/auth",
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: userTable,
        session: sessionTable,
        account: accountTable,
        verification: verificationTable,
        rateLimit: rateLimitTable,
      },
    }),
    telemetry: { enabled: false },
    logger: { level: "error" },
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      additionalFields: {
        companyId: { type: "string", required: true, input: false },
        role: { type: [...roles], required: true, input: false },
        suspendedAt: { type: "date", required: false, input: false },
        platformAdmin: { type: "boolean", required: false, input: false },
        passwordChangeNeeded: { type: "boolean", required: false, input: false },
      },
    },
    session: { expiresIn: 60 * 60 * 24 * 7, updateAge: 60 * 60 * 24 },
    // the page is served from here, so its own host is the only origin that may sign in
    trustedOrigins: (request) => {
      const host = request?.headers.get("host");
      return host ? [`http://${host}`, `https://${host}`] : [];
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 600,
      customRules: { "/sign-in/email": { window: 60, max: 10 } },
    },
    advanced: {
      useSecureCookies: secureCookies,
      cookiePrefix: "docent",
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: { generateId: ({ model }) => `${model}_${newId("user").slice(4)}` },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [user] = await db
              .select({ id: userTable.id })
              .from(userTable)
              .innerJoin(companyTable, eq(companyTable.id, userTable.companyId))
              .where(
                and(eq(userTable.id, session.userId), isNull(userTable.suspendedAt), isNull(companyTable.suspendedAt)),
              );
            if (user) return;
            throw new APIError("UNAUTHORIZED", { message: "Invalid email or password" });
          },
        },
      },
    },
    plugins: [bearer(), oneTimeToken({ expiresIn: 1, storeToken: "hashed", disableSetSessionCookie: true }), entering],
  });

  const isOpen = async (companyId: string): Promise<boolean> => {
    const [company] = await db
      .select({ id: companyTable.id })
      .from(companyTable)
      .where(and(eq(companyTable.id, companyId), isNull(companyTable.suspendedAt)));
    return company !== undefined;
  };

  const actorFrom = async (user: {
    id: string;
    companyId: string;
    role: string;
    suspendedAt?: Date | null | undefined;
    platformAdmin?: boolean | null | undefined;
    passwordChangeNeeded?: boolean | null | undefined;
  }): Promise<Actor> => {
    const role = roles.find((known) => known === user.role);
    if (!role || user.suspendedAt || !(await isOpen(user.companyId))) return { type: "public" };
    const { id: userId, companyId, platformAdmin, passwordChangeNeeded } = user;
    return {
      type: "user",
      userId,
      companyId,
      role,
      ...(platformAdmin && { platformAdmin: true as const }),
      ...(passwordChangeNeeded && { passwordChangeNeeded: true as const }),
    };
  };

  return {
    handle: (request) => auth.handler(request),
    async actorOf(headers) {
      const found = await auth.api.getSession({ headers });
      return found ? actorFrom(found.user) : { type: "public" };
    },
    async issueTicket(headers) {
      return (await auth.api.generateOneTimeToken({ headers })).token;
    },
    async sessionTokenOf(headers) {
      return (await auth.api.getSession({ headers }))?.session.token;
    },
    async sessionIdOf(headers) {
      return (await auth.api.getSession({ headers }))?.session.id;
    },
    async actorOfSession(sessionId) {
      const [row] = await db
        .select({ user: userTable })
        .from(sessionTable)
        .innerJoin(userTable, eq(userTable.id, sessionTable.userId))
        .where(and(eq(sessionTable.id, sessionId), gt(sessionTable.expiresAt, new Date())));
      return row ? actorFrom(row.user) : { type: "public" };
    },
    async redeemTicket(ticket) {
      try {
        const { session, user } = await auth.api.verifyOneTimeToken({ body: { token: ticket } });
        const [row] = await db.select().from(userTable).where(eq(userTable.id, user.id));
        const actor = row ? await actorFrom(row) : { type: "public" as const };
        return actor.type === "user" ? { actor, sessionToken: session.token } : undefined;
      } catch (error) {
        if (error instanceof APIError) return undefined;
        throw error;
      }
    },
    async rolesOf(sessionTokens) {
      const rows = await db
        .select({ token: sessionTable.token, role: userTable.role })
        .from(sessionTable)
        .innerJoin(userTable, eq(userTable.id, sessionTable.userId))
        .innerJoin(companyTable, eq(companyTable.id, userTable.companyId))
        .where(
          and(
            inArray(sessionTable.token, [...sessionTokens]),
            isNull(userTable.suspendedAt),
            isNull(companyTable.suspendedAt),
            gt(sessionTable.expiresAt, new Date()),
          ),
        );
      return new Map(rows.map(({ token, role }) => [token, role]));
    },
    async enter(userId, headers) {
      const response = await auth.api.enter({ body: { userId }, headers, asResponse: true });
      if (!response.ok) throw new PublicError("forbidden", "oidc.not_admitted", "This account cannot sign in.");
      return response.headers.getSetCookie();
    },
  };
}

/** Not reachable from outside: the HTTP side hands on only the paths it names. */
const entering = {
  id: "entering",
  endpoints: {
    enter: createAuthEndpoint(
      "/enter",
      { method: "POST", body: z.object({ userId: z.string() }), metadata: { SERVER_ONLY: true } },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.userId);
        if (!user) throw new APIError("UNAUTHORIZED");
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({ ok: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;
