/** What an API key may be used for. Within that, it may do what its owner may. */
export const keyScopes = ["ask", "read", "write", "administer"] as const;
export type KeyScope = (typeof keyScopes)[number];
