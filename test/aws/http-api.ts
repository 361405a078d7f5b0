import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answer, TimedOut, type Functions } from "./functions.ts";

const bodyBytesMax = 10 * 1024 * 1024;
const textual = /^(text\/|application\/(json|javascript|xml|.*\+json|x-www-form-urlencoded))/;

/** An HTTP API of API Gateway with payload 2.0. Routes are like "ANY /trpc/{proxy+}" and name functions. */
export function httpApi(routes: Readonly<Record<string, string>>, functions: Functions, limitMs = 30_000) {
  const known = Object.entries(routes).map(([route, name]) => ({ route, name, matches: matcherOf(route) }));

  return async (request: IncomingMessage, url: URL, body: Buffer, response: ServerResponse): Promise<void> => {
    const method = request.method ?? "GET";
    const found = known
      .map((one) => ({ ...one, parameters: one.matches(method, url.pathname) }))
      .find(({ parameters }) => parameters);
    if (!found) return answer(response, 404, { message: "Not Found" });
    if (body.length > bodyBytesMax) return answer(response, 413, { message: "Request Entity Too Large" });
    try {
      const event = eventOf(request, url, body, found.route, found.parameters ?? {});
      give(response, await functions.invoke(found.name, event, limitMs));
    } catch (error) {
      const late = error instanceof TimedOut;
      answer(response, late ? 503 : 500, { message: late ? "Service Unavailable" : "Internal Server Error" });
    }
  };
}

function matcherOf(route: string): (method: string, path: string) => Record<string, string> | undefined {
  if (route === "$default") return () => ({});
  const [method = "", template = ""] = route.split(" ");
  const pattern = template.replace(/\{(\w+)\+\}/g, "(?<$1>.+)").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
  const expression = new RegExp(`^${pattern}$`);
  return (asked, path) => {
    if (method !== "ANY" && method !== asked) return undefined;
    const match = expression.exec(path);
    return match ? { ...match.groups } : undefined;
  };
}

function eventOf(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  route: string,
  parameters: Record<string, string>,
): object {
  const given = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(",")]);
  const { cookie, ...headers } = Object.fromEntries(given) as Record<string, string>;
  const isText = textual.test(headers["content-type"] ?? "");
  const names = [...new Set(url.searchParams.keys())];
  const now = Date.now();
  return {
    version: "2.0",
    routeKey: route,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers,
    ...(names.length && {
      queryStringParameters: Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name).join(",")])),
    }),
    ...(Object.keys(parameters).length && { pathParameters: parameters }),
    requestContext: {
      accountId: "123456789012",
      apiId: "local",
      domainName: headers["host"],
      domainPrefix: "local",
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey: route,
      stage: "$default",
      time: new Date(now).toISOString(),
      timeEpoch: now,
    },
    ...(body.length && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

interface Answer {
  statusCode: number;
  headers?: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

function give(response: ServerResponse, result: unknown): void {
  if (typeof result !== "object" || result === null || !("statusCode" in result)) return answer(response, 200, result);
  const { statusCode, headers, cookies, body = "", isBase64Encoded } = result as Answer;
  response.writeHead(statusCode, { ...headers, ...(cookies && { "set-cookie": cookies }) });
  response.end(isBase64Encoded ? Buffer.from(body, "base64") : body);
}
