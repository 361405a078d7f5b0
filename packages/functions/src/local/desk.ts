import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import { compress } from "hono/compress";
import type { Config } from "@docent/core/config";
import { PublicError } from "@docent/core/error";
import * as Configured from "@docent/core/models/catalogue/configured";
import * as Remains from "@docent/core/knowledge/removal/remains";
import { type Actor, forCompany } from "@docent/core/scope";
import type { Log } from "@docent/core/telemetry/log";
import * as ApiKey from "@docent/core/users/api-key";
import * as IdentityProvider from "@docent/core/users/identity-provider";
import * as User from "@docent/core/users/user";
import { isSameSecret } from "@docent/core/users/token";
import { clientAddressHeader, createAuth } from "../compose/auth.ts";
import { readCatalogue } from "../compose/catalogue.ts";
import { bearerOf, oncePerRequest } from "../compose/credentials.ts";
import { takeDataFolder } from "../compose/data-folder.ts";
import { composeLocal, consoleFolder, prepareLanceDb, type Local } from "../compose/local.ts";
import { createApp } from "../http/app.ts";
import type { Desk } from "../http/desk.ts";
import { startJobs } from "../jobs.ts";
import { attachLegacySocket } from "../websocket/legacy.ts";
import { attachWebSocket } from "../websocket/server.ts";
import { addBackupRoute } from "./backup.ts";

export interface RunningDesk {
  url: string;
  /** Set while the desk waits for its first administrator. */
  setUpUrl: string | undefined;
  local: Local;
  close(): Promise<void>;
}

interface Options {
  /** Serve the console's pages. */
  console: boolean;
  /** Tell the command line on this machine where the desk answers; otherwise the folder is simply in use. */
  announce: boolean;
}

/** Starts the whole desk in this process: HTTP, WebSocket, console, jobs. */
export async function startDesk(config: Config, log: Log, options: Options): Promise<RunningDesk> {
  const models = await readCatalogue(config.catalogue);
  const folder = await takeDataFolder(config.dataFolder, config.secret);
  try {
    prepareLanceDb();
    const local = await composeLocal(config, folder, log);
    const { ports, company } = local;
    await IdentityProvider.configure(ports, company.id, configuredProvider(config));
    await Configured.put(forCompany({ ...ports, actor: { type: "public" } }, company.id, "start"), models);
    await Remains.clearStrayFiles(ports);
    const auth = createAuth({
      db: ports.db,
      secret: folder.secret,
      secureCookies: config.publicUrl?.startsWith("https:") ?? false,
    });
    const operator = await User.operator(ports.db, company.id);
    const setUpCode = randomBytes(12).toString("base64url");
    const actorOf = async (headers: Headers): Promise<Actor> => {
      const token = bearerOf(headers);
      if (isSameSecret(token, folder.token)) return operator;
      return ApiKey.isKey(token) ? ApiKey.actorOf(ports, token) : auth.actorOf(headers);
    };

    let operatorSession: Promise<Headers> | undefined;
    /** The command line opens sockets too, in a session that it has once for each start of the desk. */
    const operatorHeaders = () =>
      (operatorSession ??= auth.enter(operator.userId, new Headers()).then((cookies) => {
        const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
        return new Headers({ cookie });
      }));

    const desk: Desk = {
      ports,
      companyId: company.id,
      handleAuth: (request) => auth.handle(request),
      issueTicket: async (headers) =>
        auth.issueTicket(isSameSecret(bearerOf(headers), folder.token) ? await operatorHeaders() : headers),
      sessionTokenOf: (headers) => auth.sessionTokenOf(headers),
      isSetUpCode: (code) => isSameSecret(code, setUpCode),
      enter: (userId, headers) => auth.enter(userId, headers),
      actorOf: oncePerRequest(actorOf),
    };
    const app = new Hono();
    await addBackupRoute(app, folder, ports);
    app.use(compress()).route("/", createApp(desk));
    if (options.console) serveConsole(app);

    const listener = getRequestListener((request, { incoming }) => {
      const headers = new Headers(request.headers);
      headers.set(clientAddressHeader, incoming.socket.remoteAddress ?? "");
      return app.fetch(new Request(request, { headers }), { incoming });
    });
    const server = createServer((request, response) => void listener(request, response));
    const sockets = attachWebSocket(server, desk, auth);
    const legacy = attachLegacySocket(server, desk);
    const address = await listen(server, config);
    const url = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${address.port}`;
    if (!config.publicUrl) local.site.origin = url;
    await startJobs(ports, local.queue, company.id);
    if (options.announce) await folder.announce(url);

    return {
      url,
      setUpUrl: (await User.setUpNeeded(ports.db)) ? `${config.publicUrl ?? url}/setup#${setUpCode}` : undefined,
      local,
      async close() {
        await sockets.close();
        await legacy.close();
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
        await local.close();
        await folder.release();
      },
    };
  } catch (error) {
    await folder.release();
    throw error;
  }
}

/** The console's built files. Their names change with their content, the page that names them is asked for anew. */
function serveConsole(app: Hono): void {
  const root = consoleFolder();
  app.use("*", async (c, next) => {
    await next();
    const lasting = c.req.path.startsWith("/assets/") && c.res.ok;
    c.header("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
  });
  app.use("*", serveStatic({ root }));
  app.all("/assets/*", (c) => c.notFound());
  app.get("*", serveStatic({ root, path: "index.html" }));
}

function listen(server: Server, { host, port }: Config): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      const message = `Port ${port} is in use by another program. Choose another one, for example PORT=${port + 1} npm start.`;
      reject(taken ? new PublicError("conflict", "port.in_use", message) : error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      if (typeof address === "object" && address) resolve(address);
    });
  });
}

/** What the configuration says about signing in by another service. */
function configuredProvider(config: Config): IdentityProvider.Configured | undefined {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: clientSecret, oidcName: name } = config;
  if (!issuer && !clientId) return undefined;
  if (issuer && clientId) return { name, issuer, clientId, clientSecret };
  const message =
    "Sign-in by another service needs both its issuer and the client's id: DOCENT_OIDC_ISSUER, DOCENT_OIDC_CLIENT_ID.";
  throw new PublicError("invalid", "config.invalid", message);
}
