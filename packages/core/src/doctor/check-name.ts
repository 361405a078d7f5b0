/** The order in which people read them: what everything stands on comes first. */
export const checkNames = [
  "settings",
  "folder",
  "lock",
  "port",
  "reach",
  "certificate",
  "proxy",
  "headers",
  "sign-in",
  "clock-here",
  "socket",
  "database",
  "migrations",
  "connections",
  "clock",
  "disk",
  "memory",
  "files",
  "run-log",
  "queues",
  "workers",
  "index",
  "model-answers",
  "model-stands-in",
  "model-finds",
  "model-ranks",
  "model-draws",
  "keys",
  "mail",
  "address",
] as const;
export type CheckName = (typeof checkNames)[number];

/** Names and numbers that the sentences on a finding need. */
export type Facts = Record<string, string | number>;
