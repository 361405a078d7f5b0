export const roles = ["member", "editor", "admin"] as const;
/** Each role may do all that the roles before it may do. */
export type Role = (typeof roles)[number];
