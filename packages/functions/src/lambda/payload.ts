/** What an HTTP API of API Gateway hands to a function (payload 2.0), as far as it is looked at. */
export interface HttpEvent {
  rawPath: string;
  rawQueryString?: string;
  headers: Record<string, string | undefined>;
  cookies?: string[];
  body?: string | null;
  isBase64Encoded?: boolean;
  requestContext: { http: { method: string; sourceIp: string } };
}

export interface HttpResult {
  statusCode: number;
  headers: Record<string, string>;
  cookies: string[];
  body: string;
  isBase64Encoded: boolean;
}

/** The request as a browser sent it to `origin`, by whatever address it came here. */
export function requestOf(event: HttpEvent, origin: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, value);
  headers.set("host", new URL(origin).host);
  if (event.cookies?.length) headers.set("cookie", event.cookies.join("; "));
  const { method } = event.requestContext.http;
  const url = new URL(event.rawPath, origin);
  url.search = event.rawQueryString ?? "";
  const hasBody = event.body && method !== "GET" && method !== "HEAD";
  const body = hasBody ? Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8") : undefined;
  return new Request(url, { method, headers, ...(body && { body }) });
}

/** The response as API Gateway wants it: text as it is, everything else in base64. */
export async function resultOf(response: Response): Promise<HttpResult> {
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => {
    if (name !== "set-cookie") headers[name] = value;
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = /^(text\/|application\/json)/.test(headers["content-type"] ?? "");
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: bytes.toString(isText ? "utf8" : "base64"),
    isBase64Encoded: !isText,
  };
}
