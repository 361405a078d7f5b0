import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Config } from "@docent/core/config";
import * as Evaluate from "@docent/core/evaluation/evaluate";
import * as TaskFolder from "@docent/core/evaluation/task-folder";
import * as User from "@docent/core/users/user";
import { lineLog } from "../compose/log.ts";
import { startDesk } from "../local/desk.ts";
import type { Progress, Report } from "./report.ts";

/** Measures search on each folder's task, in a desk of its own that is thrown away afterwards. */
export async function evaluate(folders: string[], options: { queries?: number }, progress: Progress): Promise<Report> {
  const figures = [];
  for (const folder of folders) figures.push(await evaluateOne(folder, options, progress));
  const [only] = figures;
  return { json: figures.length === 1 ? only : figures, text: figures.map(toLine).join("\n") };
}

async function evaluateOne(
  folder: string,
  { queries }: { queries?: number },
  progress: Progress,
): Promise<Evaluate.Figures> {
  const task = await TaskFolder.read(folder);
  const dataFolder = await mkdtemp(join(tmpdir(), "docent-eval-"));
  try {
    const config = Config.parse({ dataFolder, port: 0, demo: "false", ollamaUrl: "" });
    const desk = await startDesk(config, lineLog("error"), { console: false, announce: false });
    try {
      const { ports, company } = desk.local;
      const scope = { ...ports, actor: await User.operator(ports.db, company.id) };
      return await Evaluate.run(scope, task, { progress, ...(queries ? { queriesMax: queries } : {}) });
    } finally {
      await desk.close();
    }
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

function toLine({ task, set, queries, refusal, ...measures }: Evaluate.Figures): string {
  const parts = Object.entries(measures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  const kinds = Object.entries(refusal ?? {}).map(
    ([kind, { queries, refused }]) => `\n  ${kind}: ${refused} of ${queries} refused`,
  );
  return `${task}/${set} (${queries} queries): ${parts.join("  ")}${kinds.join("")}`;
}
