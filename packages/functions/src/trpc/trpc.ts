import { initTRPC } from "@trpc/server";
import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { inTransaction } from "@docent/core/db/transaction";
import { requirePlatform, requireRole, requireUser, type Scope } from "@docent/core/scope";
import * as Audit from "@docent/core/users/audit";
import * as AuditSubject from "@docent/core/users/audit-subject";
import { audited, noteOf, subjectIn, withName } from "./audited.ts";
import { requireKeyScope } from "./key-scopes.ts";
import { requireOwnPassword } from "./own-password.ts";

/** What a procedure gets: the scope, and what the host it runs on offers. */
export interface Context extends Scope {
  host: {
    /** Makes a ticket that opens one socket as the person asking, within a minute. */
    issueTicket(): Promise<string>;
    /** Where sockets are opened, when that is another host than this. */
    socketUrl: string | null;
    /** Whether `code` is the one printed at the first start. */
    isSetUpCode(code: string): boolean;
    /** The company that the first administrator belongs to. */
    companyId: string;
    /** Where the request came from, to count attempts by. */
    clientAddress: string;
    /** The session in which this is asked; undefined for a key, and for a socket. */
    sessionToken(): Promise<string | undefined>;
  };
}

const httpStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
} as const satisfies Record<PublicError["kind"], number>;

const t = initTRPC.context<Context>().create({
  // here and not in a middleware, so that a stream that fails halfway is covered too
  errorFormatter({ shape, error }) {
    const { path } = shape.data;
    if (error.cause instanceof PublicError) {
      const { kind, code, message } = error.cause;
      return { ...shape, message, data: { path, kind, code, httpStatus: httpStatus[kind] } };
    }
    if (error.cause instanceof z.ZodError) {
      const message = z.prettifyError(error.cause);
      return { ...shape, message, data: { path, kind: "invalid", code: "request.invalid", httpStatus: 400 } };
    }
    const hidden = error.code === "INTERNAL_SERVER_ERROR";
    const message = hidden
      ? "Something went wrong on our side. Try again; if it stays, tell an administrator."
      : shape.message;
    return { ...shape, message, data: { path, kind: null, code: error.code, httpStatus: shape.data.httpStatus } };
  },
});

export const router = t.router;

/** What holds for every procedure: what keys are for, passwords that must be changed first, the log of who did what. */
const gate = t.middleware(async ({ ctx, path, type, getRawInput, next }) => {
  requireKeyScope(ctx.actor, path, type);
  requireOwnPassword(ctx.actor, path);
  const how = type === "mutation" ? audited[path] : undefined;
  if (!how || how.within) return next();
  const noted = async (scope: Scope) => {
    const input = await getRawInput();
    // looked up before it is done, for what is removed has no name afterwards
    const before = await AuditSubject.nameOf(scope, path, subjectIn(how, input));
    const result = await next({ ctx: scope });
    // thrown, so that the transaction around it is undone
    if (!result.ok) throw result.error;
    const note = noteOf(path, how, input, result.data);
    const name = before ?? (await AuditSubject.nameOf(scope, path, note.subject));
    await Audit.record(scope, withName(note, name));
    return result;
  };
  return how.whole ? inTransaction(ctx, noted) : noted(ctx);
});

export const anyone = t.procedure.use(gate);

export const member = t.procedure
  .use(({ ctx, next }) => {
    requireUser(ctx);
    return next();
  })
  .use(gate);

export const editor = t.procedure
  .use(({ ctx, next }) => {
    requireRole(ctx, "editor");
    return next();
  })
  .use(gate);

export const admin = t.procedure
  .use(({ ctx, next }) => {
    requireRole(ctx, "admin");
    return next();
  })
  .use(gate);

/** Those who look after the companies of the desk. */
export const platform = t.procedure
  .use(({ ctx, next }) => {
    requirePlatform(ctx);
    return next();
  })
  .use(gate);

/** The HTTP status for an error that a plain route throws. */
export function statusOf(error: PublicError): 400 | 401 | 403 | 404 | 409 | 429 | 503 {
  return httpStatus[error.kind];
}
