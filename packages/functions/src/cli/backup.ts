import { createWriteStream } from "node:fs";
import { access, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { check } from "@docent/core/backup/archive";
import * as Backup from "@docent/core/backup/backup";
import { inMegabytes } from "@docent/core/backup/restore";
import { PublicError } from "@docent/core/error";
import { readAwsEnvironment } from "../compose/aws-environment.ts";
import { composeAws } from "../compose/aws.ts";
import type { Desk } from "./desk.ts";
import type { Progress, Report } from "./report.ts";

/** Has the desk that holds the data folder write itself into a file. */
export async function backup(desk: Pick<Desk, "backup">, file: string, progress: Progress): Promise<Report> {
  return write(file, progress, async (to) => to(await desk.backup(passphrase())));
}

/** The same of a stage on AWS, straight from its database and its bucket. */
export async function backupStage(file: string, progress: Progress): Promise<Report> {
  const { ports, postgres } = await composeAws(readAwsEnvironment());
  const folder = await mkdtemp(join(tmpdir(), "docent-backup-"));
  try {
    return await write(file, progress, (to) =>
      to(Readable.from(Backup.archive(ports, { folder, passphrase: passphrase() }), { objectMode: false })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
    await postgres.close();
  }
}

/** Looks through a backup without touching any desk. */
export async function checkBackup(file: string, progress: Progress): Promise<Report> {
  return reportOf(file, performance.now(), progress);
}

export function passphrase(): string | undefined {
  return process.env["DOCENT_BACKUP_PASSPHRASE"] || undefined;
}

/** Into a file beside the named one, which gets the name only when it is whole, on the disk and read through. */
async function write(
  file: string,
  progress: Progress,
  begin: (to: (content: Readable) => Promise<void>) => Promise<void>,
): Promise<Report> {
  const began = performance.now();
  await refuseExisting(file);
  const part = `${file}.part`;
  try {
    await begin(async (content) => {
      const stages: (Readable | Transform)[] = [content, counted(progress)];
      if (/\.t?gz$/.test(file)) stages.push(createGzip({ level: 1 }));
      await pipeline([...stages, createWriteStream(part, { mode: 0o600, flush: true })]);
    });
    const report = await reportOf(part, began, progress);
    await rename(part, file);
    return { ...report, json: { ...(report.json as object), file } };
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof PublicError ? error : brokenOff(error);
  }
}

function counted(progress: Progress): Transform {
  let bytes = 0;
  return new Transform({
    transform(part: Uint8Array, _encoding, done) {
      bytes += part.length;
      progress(`Written: ${inMegabytes(bytes)}`);
      done(null, part);
    },
  });
}

async function reportOf(file: string, began: number, progress: Progress): Promise<Report> {
  const { manifest, files } = await check(file, (bytes) => progress(`Read through: ${inMegabytes(bytes)}`));
  const { size } = await stat(file);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const rows = Object.values(manifest.tables).reduce((sum, n) => sum + n, 0);
  const missing = manifest.files - files;
  const lines = [
    `${manifest.companies.join(", ")}, as of ${manifest.createdAt}: ${rows} rows, ${files} files, ${inMegabytes(size)}. Read through, and whole.`,
    ...(missing ? [`${missing} files that rows name were not there any more.`] : []),
    manifest.secret
      ? "The desk's secret is in it, sealed with the passphrase: without that, keys of models have to be entered anew."
      : "The desk's secret is not in it. Keep that too, or set DOCENT_BACKUP_PASSPHRASE: a desk with another secret asks for keys of models anew.",
  ];
  const { createdAt, schema, companies, tables } = manifest;
  const json = { file, bytes: size, createdAt, schema: schema.name, companies, rows, tables, files, missing };
  return { json: { ...json, secret: manifest.secret ? "sealed" : "absent", seconds }, text: lines.join("\n") };
}

function brokenOff(cause: unknown): PublicError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The backup broke off (${reason}), and nothing of it was kept. Look whether there is room on the disk, and into the desk's log; then begin again.`;
  return new PublicError("unavailable", "backup.broken_off", message, { cause });
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const message = `${file} is there already. Name another file: a backup replaces none.`;
  throw new PublicError("conflict", "backup.file_exists", message);
}
