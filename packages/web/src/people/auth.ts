/** Why a sign-in was refused; which accounts exist is never part of it. */
export type SignInRefusal = "wrong" | "throttled" | "suspended" | "unavailable";

/** Signs in by the session cookie. Undefined when it worked. Throws when there is no connection. */
export async function signIn(person: { email: string; password: string }): Promise<SignInRefusal | undefined> {
  const response = await post("/api/auth/sign-in/email", { ...person, rememberMe: true });
  if (response.ok) return undefined;
  if (response.status === 429) return "throttled";
  if (response.status === 403) return "suspended";
  return response.status < 500 ? "wrong" : "unavailable";
}

export async function signOut(): Promise<void> {
  const response = await post("/api/auth/sign-out", {});
  // somebody whose session has ended is signed out already
  if (!response.ok && response.status !== 401) throw new Error(`sign-out answered ${response.status}`);
}

function post(path: string, body: unknown): Promise<Response> {
  return fetch(path, {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
