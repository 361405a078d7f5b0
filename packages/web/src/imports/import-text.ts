import type { Formats } from "../app/format.ts";
import type { Texts } from "../app/i18n/zh.ts";
import type { Outputs } from "../app/trpc.ts";

export type ImportInfo = Outputs["batch"]["list"]["items"][number];
export type FileInfo = Outputs["batch"]["files"]["items"][number];

/** How often one that goes on is looked at: counting thousands of files is work for the desk. */
export const pollMs = 2_000;

export function isGoingOn({ state, counts }: Pick<ImportInfo, "state" | "counts">): boolean {
  return state === "running" || state === "paused" || counts.underway > 0;
}

/** What an import is called. */
export function nameOf({ kind, name }: ImportInfo, t: Texts): string {
  return name || (kind === "retry" ? t.imports.unnamedRetry : t.imports.unnamed);
}

/** Files that were promised and are not accounted for. */
export function missing({ expected, received }: ImportInfo): number {
  return Math.max(0, (expected ?? received) - received);
}

/** Failed or not taken in: what people look for. */
export function failed({ counts }: Pick<ImportInfo, "counts">): number {
  return counts.failed + counts.refused;
}

/** How its files stand, without what there is none of; what is wrong comes last. */
export function countTexts(info: ImportInfo, t: Texts, format: Formats): { key: string; text: string; bad: boolean }[] {
  const { counts, state } = info;
  const over = state === "stopped" || state === "complete";
  const all = [
    { key: "searchable", n: counts.searchable, text: t.imports.counts.searchable },
    { key: "unchanged", n: counts.unchanged, text: t.imports.counts.unchanged },
    { key: "underway", n: counts.underway, text: t.imports.counts[state === "paused" ? "held" : "underway"] },
    { key: "gone", n: counts.replaced + counts.removed, text: t.imports.counts.gone },
    { key: "missing", n: missing(info), text: over ? t.imports.counts.missing : t.imports.counts.expecting },
    { key: "failed", n: failed(info), text: t.imports.counts.failed },
  ];
  return all
    .filter(({ n }) => n > 0)
    .map(({ key, n, text }) => ({ key, text: text(format.number(n)), bad: key === "failed" }));
}

/** A reason in a few words, by its code. */
export function reasonText(t: Texts, code: string): string {
  const known: Record<string, string> = t.problems;
  return t.imports.reasons[code] ?? known[code] ?? code;
}

/** Why a file failed and what to do, in the person's language where the code is known. */
export function fileReason(t: Texts, { errorCode, error }: Pick<FileInfo, "errorCode" | "error">): string {
  const known = errorCode ? (t.imports.fileReasons[errorCode] ?? t.fileProblems[errorCode]) : undefined;
  return known ?? error ?? t.common.unknownProblem;
}

/** How often the file was begun, or the stage of it that was tried most. */
export function attemptsOf({ stages }: FileInfo): number {
  return Math.max(0, ...stages.map(({ attempts }) => attempts));
}

export function millisecondsOf({ stages }: FileInfo): number {
  return stages.reduce((sum, { milliseconds }) => sum + (milliseconds ?? 0), 0);
}

export function nameOfFile({ name, state }: FileInfo, t: Texts): string {
  return state === "removed" ? t.imports.removedName : name || t.imports.unnamed;
}

/** The page whose text is being recognised. */
export function pageOf({ state, stages }: FileInfo): { at: number; of: number } | undefined {
  const extract = stages.find(({ stage, outcome }) => stage === "extract" && outcome === null);
  if (state !== "underway" || extract?.count == null || extract.total === null) return undefined;
  return { at: extract.count, of: extract.total };
}
