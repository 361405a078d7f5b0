import * as client from "openid-client";
import { PublicError } from "../error.ts";
import { isMetadata, isPublic } from "../net/addresses.ts";
import { dial, DialError } from "../net/dial.ts";

/** What is needed to talk to an OpenID Connect service. */
export interface Service {
  issuer: string;
  clientId: string;
  clientSecret: string | null;
  /** It may be in the organisation's own network, and speak without TLS there. */
  allowPrivate: boolean;
}

/** What a person takes along to the service and has to bring back; kept sealed in their browser. */
export interface Errand {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Identity {
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  name: string | undefined;
  claims: Record<string, unknown>;
}

const scopes = "openid profile email";
const patienceMs = 10_000;
const bytesMax = 512 * 1024;

/** Reads what the service says about itself. Throws `oidc.unreachable` when there is no such service. */
export async function discover(service: Service): Promise<client.Configuration> {
  const { issuer, clientId, clientSecret, allowPrivate } = service;
  const url = new URL(issuer);
  if (url.protocol === "http:" && !allowPrivate) throw unreachable(new Error("TLS is needed"));
  try {
    return await client.discovery(url, clientId, undefined, authenticated(clientSecret), {
      timeout: patienceMs / 1000,
      [client.customFetch]: (to, options) => fetchFrom(to, options, allowPrivate),
      execute: [client.enableNonRepudiationChecks, ...(url.protocol === "http:" ? [client.allowInsecureRequests] : [])],
    });
  } catch (cause) {
    throw unreachable(cause);
  }
}

/** Where to send somebody, and what they take along. */
export async function begin(
  configuration: client.Configuration,
  redirect: string,
): Promise<{ url: URL; errand: Errand }> {
  const errand = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirect,
    scope: scopes,
    state: errand.state,
    nonce: errand.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(errand.verifier),
    code_challenge_method: "S256",
  });
  return { url, errand };
}

/** Who came back. Throws `oidc.refused` for whoever did not set out from here, or whom the service did not let in. */
export async function finish(configuration: client.Configuration, returned: URL, errand: Errand): Promise<Identity> {
  try {
    const tokens = await client.authorizationCodeGrant(configuration, returned, {
      pkceCodeVerifier: errand.verifier,
      expectedState: errand.state,
      expectedNonce: errand.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error("there is no ID token");
    const more = hasUserInfo(configuration)
      ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : undefined;
    return identityOf({ ...more, ...claims });
  } catch (cause) {
    const message = "The sign-in service did not let you in, or took too long. Try again.";
    throw new PublicError("unauthenticated", "oidc.refused", message, { cause });
  }
}

function identityOf(claims: Record<string, unknown>): Identity {
  const text = (name: string) => (typeof claims[name] === "string" ? claims[name] : undefined);
  return {
    subject: text("sub") ?? "",
    email: text("email")?.toLowerCase(),
    // some services say it as a word
    emailVerified: claims["email_verified"] === true || claims["email_verified"] === "true",
    name: text("name") ?? text("preferred_username"),
    claims,
  };
}

function hasUserInfo(configuration: client.Configuration): boolean {
  return configuration.serverMetadata().userinfo_endpoint !== undefined;
}

function authenticated(secret: string | null): client.ClientAuth {
  return secret === null ? client.None() : client.ClientSecretPost(secret);
}

/** Requests go where an administrator said, never to what hands out credentials, and follow no redirects. */
async function fetchFrom(to: string, options: client.CustomFetchOptions, allowPrivate: boolean): Promise<Response> {
  const { method, headers, body, signal } = options;
  const reply = await dial(new URL(to), {
    method: method === "POST" ? "POST" : "GET",
    headers: headers as Record<string, string>,
    ...(body !== undefined && body !== null && { body: bodyText(body) }),
    mayReach: (address) => (allowPrivate ? !isMetadata(address) : isPublic(address)),
    timeoutMs: patienceMs,
    bytesMax,
    signal: signal ?? AbortSignal.timeout(patienceMs),
  });
  const type = reply.headers["content-type"];
  return new Response(new Uint8Array(reply.bytes), {
    status: reply.status,
    headers: type ? { "content-type": type } : {},
  });
}

function bodyText(body: NonNullable<client.CustomFetchOptions["body"]>): string {
  if (typeof body === "string" || body instanceof URLSearchParams) return body.toString();
  throw new Error("only forms are sent to sign-in services");
}

function unreachable(cause: unknown): PublicError {
  const isPrivate = [cause, cause instanceof Error ? cause.cause : undefined].some(
    (error) => error instanceof DialError && error.problem === "private_address",
  );
  const message = isPrivate
    ? "This address leads into a private network. Allow that for this service, if it is your own."
    : "There is no OpenID Connect service at this address. Enter its issuer, as its own settings name it.";
  return new PublicError("invalid", isPrivate ? "oidc.private_address" : "oidc.unreachable", message, { cause });
}
