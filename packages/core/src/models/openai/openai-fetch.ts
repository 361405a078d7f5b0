/**
 * `fetch` for the client of OpenAI's dialect. That reads of a refusal only what stands under `error`, and loses what vLLM
 * and servers made with FastAPI say at the top or under `detail`.
 */
export const openAiFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status < 400) return response;
  const { status, statusText, headers } = response;
  return new Response(withError(await response.text()), { status, statusText, headers });
};

function withError(text: string): string {
  const body = parsed(text);
  if (typeof body !== "object" || body === null || "error" in body) return text;
  const { message, detail, code, param } = body as Record<string, unknown>;
  const said = message ?? detail;
  if (said === undefined) return text;
  return JSON.stringify({ error: { message: typeof said === "string" ? said : JSON.stringify(said), code, param } });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
