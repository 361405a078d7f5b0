import type { Hono, Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Configuration } from "openid-client";
import { z } from "zod";
import { PublicError } from "@docent/core/error";
import { seal, unseal } from "@docent/core/sealed";
import { admit } from "@docent/core/users/admission";
import * as IdentityProvider from "@docent/core/users/identity-provider";
import { begin, discover, finish } from "@docent/core/users/oidc";
import type { Desk } from "./desk.ts";

const cookieName = "docent.errand";
const purpose = "oidc-errand";
const errandSeconds = 600;
const knownMs = 600_000;

const Errand = z.object({
  providerId: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  until: z.number(),
});

/** Sign-in by OpenID Connect: to the service, and back with a session. */
export function addOidcRoutes(app: Hono, desk: Desk): void {
  const { ports } = desk;
  const known = new Map<string, { configuration: Configuration; until: number }>();

  const configurationOf = async (provider: IdentityProvider.Row): Promise<Configuration> => {
    const service = IdentityProvider.serviceOf(ports, provider);
    const key = JSON.stringify(service);
    const found = known.get(key);
    if (found && found.until > Date.now()) return found.configuration;
    const configuration = await discover(service);
    known.set(key, { configuration, until: Date.now() + knownMs });
    return configuration;
  };

  app.get("/api/auth/oidc/:id/start", async (c) =>
    orExplain(c, desk, async () => {
      const provider = await IdentityProvider.byId(ports, c.req.param("id"));
      const { url, errand } = await begin(
        await configurationOf(provider),
        ports.pageUrl(IdentityProvider.redirectPath),
      );
      const next = ownPath(c.req.query("next"));
      const until = Date.now() + errandSeconds * 1000;
      const kept = JSON.stringify({ ...errand, providerId: provider.id, next, until });
      setCookie(c, cookieName, seal(ports.secret, purpose, kept), {
        path: "/api/auth/oidc",
        httpOnly: true,
        // it has to come along when the service sends the person back
        sameSite: "Lax",
        secure: ports.pageUrl("/").startsWith("https:"),
        maxAge: errandSeconds,
      });
      return c.redirect(url.toString());
    }),
  );

  app.get(IdentityProvider.redirectPath, async (c) =>
    orExplain(c, desk, async () => {
      const errand = errandIn(getCookie(c, cookieName), ports.secret);
      deleteCookie(c, cookieName, { path: "/api/auth/oidc" });
      const provider = await IdentityProvider.byId(ports, errand.providerId);
      const returned = new URL(ports.pageUrl(IdentityProvider.redirectPath));
      returned.search = new URL(c.req.url).search;
      const identity = await finish(await configurationOf(provider), returned, errand);
      const userId = await admit(ports, provider, identity);
      for (const cookie of await desk.enter(userId, c.req.raw.headers))
        c.header("set-cookie", cookie, { append: true });
      return c.redirect(errand.next);
    }),
  );
}

/** Whoever comes without what they took along did not set out from this browser. */
function errandIn(cookie: string | undefined, secret: string): z.infer<typeof Errand> {
  try {
    const errand = Errand.parse(JSON.parse(unseal(secret, purpose, cookie ?? "")));
    if (errand.until > Date.now()) return errand;
  } catch {
    // none, or one that somebody has changed: as good as none
  }
  throw new PublicError("unauthenticated", "oidc.refused", "This sign-in took too long. Try again.");
}

/** Only a path of the desk's own: `//elsewhere` and `/\elsewhere` lead away. */
function ownPath(path = "/"): string {
  const here = "https://docent.invalid";
  return /^\/(?![/\\])/.test(path) && new URL(path, here).origin === here ? path : "/";
}

/** The person is on their way through pages, so what went wrong is told on one. */
async function orExplain(c: Context, { ports }: Desk, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof PublicError ? error.code : "oidc.refused";
    ports.log.warn("oidc.failed", { code, error });
    return c.redirect(`/sign-in?problem=${encodeURIComponent(code)}`);
  }
}
