import http from "node:http";
import https from "node:https";
import { text } from "node:stream/consumers";
import { connect } from "node:tls";
import { reasonOf } from "@docent/core/doctor/reason";
import { fail, ok, warn, type Finding } from "@docent/core/doctor/finding";

const patienceMs = 10_000;
const endsDays = 14;
const bodyMegabytes = 2;
const skewSeconds = { warn: 5, fail: 60 };
/** What keeps foreign scripts and frames away from pages. */
const protections = ["content-security-policy", "x-content-type-options"];

/** Of a certificate: it may have several. */
type Name = string | string[] | undefined;

/** What answers at the address, and its clock when that is a desk. */
export interface Reached {
  reach: Finding;
  clock?: Finding;
}

/** Asks for a sign of life. What does not answer is told apart by what has to be mended. */
export async function reach(url: URL): Promise<Reached> {
  const { host } = url;
  const start = performance.now();
  const before = Date.now();
  try {
    const address = new URL("/api/health", url);
    const response = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(patienceMs) });
    const said = await response.text();
    const facts = { url: url.origin, status: response.status };
    if (!response.ok || !isAlive(said)) return { reach: fail("reach.other", facts) };
    const ms = Math.round(performance.now() - start);
    const date = Date.parse(response.headers.get("date") ?? "");
    return {
      reach: ok("reach.answers", { url: url.origin, ms }),
      ...(Number.isFinite(date) && { clock: clock(date, before, Date.now()) }),
    };
  } catch (error) {
    return { reach: unreached(host, error) };
  }
}

function isAlive(text: string): boolean {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null && "ok" in said;
  } catch {
    return false;
  }
}

function unreached(host: string, error: unknown): Finding {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  if (error instanceof Error && error.name === "TimeoutError")
    return fail("reach.silent", { host, seconds: patienceMs / 1000 });
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return fail("reach.unknown_host", { host });
  if (code === "ECONNREFUSED") return fail("reach.refused", { host });
  const message = reasonOf(cause);
  if (/CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(code)) return fail("reach.untrusted", { host, message });
  return fail("reach.broken", { host, message });
}

/** What the desk said lies between what it was here before and after; its clock tells whole seconds only. */
function clock(said: number, before: number, after: number): Finding {
  const off = Math.max(0, before - said - 1000, said - after);
  const seconds = Math.round(off / 1000);
  if (seconds < skewSeconds.warn) return ok("skew.even", { seconds: Math.max(1, seconds) });
  return seconds < skewSeconds.fail ? warn("skew.off", { seconds }) : fail("skew.off", { seconds });
}

/** How long the certificate still holds. */
export async function certificate(url: URL): Promise<Finding> {
  const { hostname } = url;
  if (url.protocol !== "https:") return isHere(hostname) ? ok("certificate.none") : warn("certificate.bare");
  const { valid_to: until, issuer } = await new Promise<{ valid_to: string; issuer: { O?: Name; CN?: Name } }>(
    (resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(url.port) || 443, servername: hostname }, () => {
        resolve(socket.getPeerCertificate());
        socket.end();
      });
      socket.setTimeout(patienceMs, () => socket.destroy(new Error("silent")));
      socket.once("error", reject);
    },
  );
  const days = Math.floor((Date.parse(until) - Date.now()) / 86_400_000);
  if (days < endsDays) return warn("certificate.ends", { days });
  return ok("certificate.valid", { days, issuer: [issuer.O ?? issuer.CN ?? "?"].flat().join(", ") });
}

export function isHere(hostname: string): boolean {
  return /^(localhost|127\..*|\[::1\])$/.test(hostname);
}

/** Whether pages come with the headers that the desk puts on them. */
export async function headers(url: URL): Promise<Finding> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(patienceMs) });
  await response.body?.cancel();
  const lost = protections.filter((name) => !response.headers.has(name));
  return lost.length > 0 ? warn("headers.lost", { names: lost.join(", ") }) : ok("headers.there");
}

/** Whether what a browser sends arrives as it was sent: its host, and a file of some megabytes. */
export async function proxy(url: URL): Promise<Finding> {
  const small = await answerTo(url, 1);
  if (small?.status === 403 && small.text.includes("request.foreign_origin")) return fail("proxy.host");
  const large = await answerTo(url, bodyMegabytes * 1024 * 1024);
  return large && large.status !== 413 ? ok("proxy.clear") : fail("proxy.bodies", { megabytes: bodyMegabytes });
}

/**
 * What an invitation that nobody sent is answered with, when its token is so many bytes long: the desk reads all of it, and
 * refuses it. On a connection of its own, which whoever takes no such body may end.
 */
function answerTo(url: URL, bytes: number): Promise<{ status: number; text: string } | undefined> {
  const { request } = url.protocol === "https:" ? https : http;
  const body = JSON.stringify({ token: "x".repeat(bytes) });
  const headers = { origin: url.origin, "content-type": "application/json", "content-length": body.length };
  const address = new URL("/trpc/invitation.accept", url);
  return new Promise((resolve) => {
    const sent = request(address, { method: "POST", agent: false, headers }, (response) => {
      const { statusCode: status = 0 } = response;
      text(response).then(
        (said) => resolve({ status, text: said }),
        () => resolve({ status, text: "" }),
      );
    });
    sent.setTimeout(patienceMs, () => sent.destroy());
    sent.on("error", () => resolve(undefined));
    sent.end(body);
  });
}
