import { availableParallelism, loadavg } from "node:os";

const benches = {
  backup: () => import("./backup.ts"),
  chaos: () => import("./chaos.ts"),
  chat: () => import("./chat.ts"),
  "cold-starts": () => import("./cold-starts.ts"),
  engines: () => import("./engines.ts"),
  extract: () => import("./extract.ts"),
  gateway: () => import("./gateway.ts"),
  health: () => import("./health.ts"),
  ingest: () => import("./ingest.ts"),
  search: () => import("./search.ts"),
  spelling: () => import("./spelling.ts"),
  traces: () => import("./traces.ts"),
  usage: () => import("./usage.ts"),
} as const;

const [name = "", ...rest] = process.argv.slice(2).filter((argument) => argument !== "--json");
const json = process.argv.includes("--json");

if (!isBench(name)) {
  console.error(`Name a bench: ${Object.keys(benches).join(", ")}. For example: npm run bench -- chat --json`);
  process.exit(1);
}
const { run } = await benches[name]();
const figures = await run(rest);
const machine = { cores: availableParallelism(), load: loadavg()[0], node: process.version };
console.log(json ? JSON.stringify({ name, machine, figures }) : { name, machine, figures });
process.exit(0);

function isBench(value: string): value is keyof typeof benches {
  return Object.hasOwn(benches, value);
}
