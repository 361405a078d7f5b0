import { Readable } from "node:stream";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono, type Context as HonoContext } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { stream } from "hono/streaming";
import * as BatchReport from "@docent/core/knowledge/batch/batch-report";
import * as Document from "@docent/core/knowledge/document";
import * as Version from "@docent/core/knowledge/version";
import { PublicError } from "@docent/core/error";
import { calledBy } from "@docent/core/telemetry/caller";
import * as UsageFile from "@docent/core/usage/usage-file";
import * as Audit from "@docent/core/users/audit";
import { clientAddressHeader } from "../compose/auth.ts";
import { appRouter } from "../trpc/router.ts";
import { statusOf, type Context } from "../trpc/trpc.ts";
import { requireKeyScopeOfRoute } from "../trpc/key-scopes.ts";
import { requireOwnPassword } from "../trpc/own-password.ts";
import { addAuditRoute } from "./audit.ts";
import { addDaysRoute } from "./days.ts";
import type { Desk } from "./desk.ts";
import { addLogoRoutes } from "./logo.ts";
import { addOidcRoutes } from "./oidc.ts";
import { addLegacyRoute } from "./legacy/route.ts";
import { isOwnOrigin } from "./origin.ts";
import { pagePolicy } from "./page-policy.ts";
import { addPersonRoute } from "./people.ts";
import { addPictureRoutes } from "./pictures.ts";
import { addTraceRoute } from "./traces.ts";

const authPaths = ["/api/auth/sign-in/email", "/api/auth/sign-out"];

/** Larger files come from the store itself, where it gives them: a function on AWS answers with some megabytes at most. */
const bytesThrough = 4 * 1024 * 1024;

/** The HTTP side of the desk: sign-in, tRPC, uploads and downloads. The console's files are added by the host. */
export function createApp(desk: Desk): Hono {
  const app = new Hono();

  app.use(
    secureHeaders({
      contentSecurityPolicy: pagePolicy,
      // the desk also runs on plain HTTP in a private network, where this header would lock people out
      strictTransportSecurity: false,
      referrerPolicy: "no-referrer",
    }),
  );

  app.use(async (c, next) => {
    if (c.req.method !== "GET" && !isOwnOrigin(c.req.header("origin"), c.req.header("host"))) {
      throw new PublicError("forbidden", "request.foreign_origin", "This request came from another site.");
    }
    await next();
  });

  app.use((c, next) => calledBy(c.req.header("traceparent"), next));

  app.get("/api/health", (c) => c.json({ ok: true }));

  app.on(["POST"], authPaths, (c) => desk.handleAuth(c.req.raw));
  addOidcRoutes(app, desk);

  app.use("/api/*", async (c, next) => {
    const actor = await desk.actorOf(c.req.raw.headers);
    requireKeyScopeOfRoute(actor, c.req.method, c.req.path);
    requireOwnPassword(actor, c.req.path);
    await next();
  });

  app.all("/trpc/*", (c) =>
    fetchRequestHandler({
      endpoint: "/trpc",
      req: c.req.raw,
      router: appRouter,
      createContext: () => contextOf(desk, c.req.raw.headers),
      onError: ({ error, path }) => {
        if (error.code === "INTERNAL_SERVER_ERROR" && !(error.cause instanceof PublicError)) {
          desk.ports.log.error("procedure.failed", { path, error: error.cause ?? error });
        }
      },
    }),
  );

  app.post("/api/libraries/:libraryId/documents", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { name = "", category, batch, file } = c.req.query();
    const body = c.req.raw.body;
    const sent = {
      name,
      content: body ? Readable.from(body) : new Uint8Array(),
      bytes: Number(c.req.header("content-length") ?? 0),
      ...(file && { key: file }),
    };
    const about = { category: category || undefined, batchId: batch || undefined };
    const [added] = await Version.add(scope, c.req.param("libraryId"), [sent], about);
    return c.json(added);
  });

  app.get("/api/documents/:id/file", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { name, fileKey, bytes } = await Document.file(scope, c.req.param("id"));
    const base = name.slice(name.lastIndexOf("/") + 1);
    const address = bytes > bytesThrough ? await scope.files.address?.(fileKey, base) : undefined;
    if (address) return c.redirect(address);
    const content = await scope.files.open(fileKey);
    // never shown in place: a document may hold scripts
    c.header("content-type", "application/octet-stream");
    c.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(base)}`);
    c.header("content-length", String(bytes));
    c.header("cache-control", "private, no-store");
    return stream(c, async (out) => {
      out.onAbort(() => {
        content.destroy();
      });
      for await (const part of content) await out.write(part as Uint8Array);
    });
  });

  app.get("/api/batches/:id/report", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { name, lines } = await BatchReport.report(scope, c.req.param("id"));
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(`${name || "import"}.csv`)}`);
    c.header("cache-control", "private, no-store");
    return stream(c, async (out) => {
      for await (const line of lines) await out.write(line);
    });
  });

  addPictureRoutes(app, desk);

  addLogoRoutes(app, desk);

  addAuditRoute(app, desk);

  addPersonRoute(app, desk);

  addTraceRoute(app, desk);

  addDaysRoute(app, desk);

  addLegacyRoute(app, desk);

  app.get("/api/usage", async (c) => {
    const scope = { ...desk.ports, actor: await desk.actorOf(c.req.raw.headers) };
    const { name, lines } = UsageFile.file(scope, c.req.query());
    await Audit.record(scope, { action: "usage.export" });
    c.header("content-type", "text/csv; charset=utf-8");
    c.header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    c.header("cache-control", "private, no-store");
    return stream(c, async (out) => {
      for await (const line of lines) await out.write(line);
    });
  });

  app.all("/api/*", (c) =>
    c.json({ kind: "not_found", code: "route.not_found", message: "There is nothing here." }, 404),
  );

  app.onError((error, c) => answerError(desk, error, c));

  return app;
}

/** The context for one call: the ports, who is asking, and what this host offers. */
async function contextOf(desk: Desk, headers: Headers): Promise<Context> {
  return { ...desk.ports, actor: await desk.actorOf(headers), host: hostOf(desk, headers) };
}

export function hostOf(desk: Desk, headers: Headers): Context["host"] {
  return {
    issueTicket: () => desk.issueTicket(headers),
    socketUrl: desk.socketUrl ?? null,
    isSetUpCode: (code) => desk.isSetUpCode(code),
    companyId: desk.companyId,
    clientAddress: headers.get(clientAddressHeader) ?? "",
    sessionToken: () => desk.sessionTokenOf(headers),
  };
}

function answerError(desk: Desk, error: Error, c: HonoContext) {
  if (error instanceof PublicError) {
    const { kind, code, message } = error;
    return c.json({ kind, code, message }, statusOf(error));
  }
  desk.ports.log.error("request.failed", { path: c.req.path, error });
  return c.json({ kind: null, code: "internal", message: "Something went wrong on our side. Try again." }, 500);
}
