/** What a refusal says for people, as far as it says anything. */
export async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const said: unknown = JSON.parse(text);
    if (typeof said === "object" && said !== null && "message" in said) return String(said.message);
  } catch {
    // a page of a proxy: its status has to do
  }
  return `${response.status} ${response.statusText}`.trim();
}
