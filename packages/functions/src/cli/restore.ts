import { setTimeout } from "node:timers/promises";
import { ne } from "drizzle-orm";
import * as Migration from "@docent/core/db/migration";
import { generationTable } from "@docent/core/db/schema";
import type { Config } from "@docent/core/config";
import { PublicError } from "@docent/core/error";
import * as Restore from "@docent/core/backup/restore";
import type { Ports } from "@docent/core/scope";
import * as User from "@docent/core/users/user";
import { readAwsEnvironment } from "../compose/aws-environment.ts";
import { composeAws } from "../compose/aws.ts";
import { takeDataFolder } from "../compose/data-folder.ts";
import { composeLocal, prepareLanceDb } from "../compose/local.ts";
import { lineLog } from "../compose/log.ts";
import { recoverJobs, startJobs } from "../jobs.ts";
import { passphrase } from "./backup.ts";
import type { Progress, Report } from "./report.ts";

export interface Options {
  replace?: string;
}

/** Fills the data folder and the database from a backup, and makes the index. The desk must not run. */
export async function restore(config: Config, path: string, options: Options, progress: Progress): Promise<Report> {
  const began = performance.now();
  const folder = await takeDataFolder(config.dataFolder, config.secret);
  try {
    prepareLanceDb();
    const local = await composeLocal(config, folder, lineLog("error"));
    try {
      const { ports, queue } = local;
      const restored = await Restore.run(ports, { path, ...options, passphrase: passphrase() }, progress);
      await startJobs(ports, queue, (await User.firstCompany(ports.db)).id);
      return reportOf(restored, await indexMade(ports, progress), began);
    } finally {
      await local.close();
    }
  } finally {
    await folder.release();
  }
}

/** The same for a stage on AWS, straight into its database and its bucket; the stage's own functions make the index. */
export async function restoreStage(path: string, options: Options, progress: Progress): Promise<Report> {
  const began = performance.now();
  const { ports, postgres } = await composeAws(readAwsEnvironment());
  try {
    if ((await Migration.lastOf(ports.db)) !== Migration.all().at(-1)?.when) {
      const message =
        "The stage runs another version of Docent than this command. Deploy this one first, then restore.";
      throw new PublicError("conflict", "restore.other_version", message);
    }
    const restored = await Restore.run(ports, { path, ...options, passphrase: passphrase() }, progress);
    await recoverJobs(ports, (await User.firstCompany(ports.db)).id);
    return reportOf(restored, await indexMade(ports, progress), began);
  } finally {
    await postgres.close();
  }
}

/** Waits until every company has its index, or cannot have it; gives the reasons then. */
async function indexMade({ db }: Pick<Ports, "db">, progress: Progress): Promise<string[]> {
  const building = ne(generationTable.state, "retired");
  for (;;) {
    const rows = (await db.select().from(generationTable).where(building)).filter(({ state }) => state === "building");
    const [done, total] = [rows.reduce((sum, row) => sum + row.done, 0), rows.reduce((sum, row) => sum + row.total, 0)];
    if (rows.every(({ error }) => error !== null)) return rows.flatMap(({ error }) => error ?? []);
    progress(`Index: ${done} of ${total} passages`);
    await setTimeout(200);
  }
}

function reportOf(restored: Restore.Restored, problems: readonly string[], began: number): Report {
  const { manifest, files, unreadableKeys } = restored;
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const rows = Object.values(manifest.tables).reduce((sum, n) => sum + n, 0);
  const { createdAt, companies } = manifest;
  const missing = manifest.files - files;
  const lines = [
    `Restored ${companies.join(", ")} as of ${createdAt}: ${rows} rows, ${files} files. People sign in anew.`,
    ...(missing ? [`${missing} files that rows name were not in the backup.`] : []),
    ...(unreadableKeys
      ? [
          `${unreadableKeys} keys of models, services or sign-in were sealed with a secret that this desk does not have. Enter them anew in the settings.`,
        ]
      : []),
    ...problems.map((problem) => `The index is not complete, and searches say so: ${problem}`),
  ];
  return {
    json: {
      createdAt,
      companies,
      rows,
      files,
      missing,
      unreadableKeys,
      index: problems.length ? problems : "complete",
      seconds,
    },
    text: lines.join("\n"),
    incomplete: problems.length > 0,
  };
}
