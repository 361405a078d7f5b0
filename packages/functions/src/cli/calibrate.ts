import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { inferRouterOutputs } from "@trpc/server";
import { PublicError } from "@docent/core/error";
import { decode } from "@docent/core/knowledge/extract/decode";
import { never } from "@docent/core/knowledge/cut";
import type { AppRouter } from "../trpc/router.ts";
import type { Client, Desk } from "./desk.ts";
import { findLibrary } from "./library.ts";
import type { Progress, Report } from "./report.ts";

type Measured = NonNullable<inferRouterOutputs<AppRouter>["calibration"]["get"]["measured"]>;
type Mistakes = Measured["now"];

interface Options {
  library?: string;
  /** A file of labelled questions to bring in first. */
  labels?: string;
  store?: boolean;
}

const pollMs = 200;

/** Runs every labelled question through the search, proposes cuts and says what they promise; with `store`, puts them in force. */
export async function calibrate(desk: Desk, options: Options, progress: Progress): Promise<Report> {
  const { client } = desk;
  if (options.labels) await bringIn(client, options.labels);
  const libraryIds = options.library ? [(await findLibrary(client, options.library)).id] : undefined;
  const { id } = await client.calibration.start.mutate(libraryIds ? { libraryIds } : {});
  await ended(client, id, progress);
  const { measured, labels } = await client.calibration.get.query();
  if (!measured) throw new Error("a finished calibration without values");
  const separable = measured.verdict === "separable";
  if (options.store && separable) await client.calibration.store.mutate({ cuts: measured.proposed });
  const json = {
    labels: { answer: labels.answer, refuse: labels.refuse },
    verdict: measured.verdict,
    measures: measured.measures.map((one) => measureOf(one, measured)),
    whole: measured.promised,
    now: measured.now,
    softProven: measured.softProven,
    stored: Boolean(options.store && separable),
  };
  return { json, text: textOf(json), incomplete: Boolean(options.store && !separable) };
}

type Json = {
  labels: { answer: number; refuse: number };
  verdict: Measured["verdict"];
  measures: ReturnType<typeof measureOf>[];
  whole: Mistakes | null;
  now: Mistakes;
  softProven: boolean;
  stored: boolean;
};

function measureOf(one: Measured["measures"][number], { proposed }: Measured) {
  const { measure, decides, answer, refuse, verdict, auroc, balanced, points } = one;
  const place = proposed[measure];
  const cut = place && place.hard < never ? { hard: place.hard, soft: place.soft < never ? place.soft : null } : null;
  const at = cut && (points.find((point) => point.cut >= cut.hard) ?? points.at(-1));
  return {
    measure,
    decides,
    answer,
    refuse,
    verdict,
    auroc,
    balancedAccuracy: balanced,
    cut,
    ...(at && { atHard: { falseAnswer: at.falseAnswer, falseRefusal: at.falseRefusal } }),
  };
}

async function bringIn(client: Client, path: string): Promise<void> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new PublicError("not_found", "path.not_found", `There is no file at ${path}. Check the path.`, { cause });
  });
  const { problems } = await client.label.import.mutate({ content: decode(bytes) });
  if (problems.length === 0) return;
  const lines = problems.slice(0, 10).map(({ line, problem, found }) => {
    return `line ${line}: ${problem.replaceAll("_", " ")}${found ? ` (${found})` : ""}`;
  });
  const message = `Nothing was imported from ${path}. Mend these lines and try again:\n${lines.join("\n")}`;
  throw new PublicError("invalid", "label.bad_lines", message);
}

async function ended(client: Client, id: string, progress: Progress): Promise<void> {
  for (;;) {
    const run = await client.calibration.progress.query();
    if (!run || run.id !== id || run.state === "stopped")
      throw new PublicError("conflict", "calibration.stopped", "Somebody stopped the measurement. Start it again.");
    if (run.state === "failed") throw new PublicError("unavailable", "calibration.failed", run.error ?? "");
    if (run.state === "finished") return;
    progress(`searched for ${run.done} of ${run.total}`);
    await setTimeout(pollMs);
  }
}

function textOf({ labels, verdict, measures, whole, now, softProven, stored }: Json): string {
  const lines = measures.map(({ measure, auroc, cut, verdict: own }) => {
    const place = cut ? `refuse below ${cut.hard.toFixed(3)}, answer plainly from ${cut.soft?.toFixed(3) ?? "–"}` : "";
    return `  ${measure.padEnd(17)} AUROC ${auroc.rate.toFixed(3)} (${auroc.low.toFixed(3)}–${auroc.high.toFixed(3)})  ${place || own.replaceAll("_", " ")}`;
  });
  return [
    `${labels.answer} questions to answer, ${labels.refuse} to refuse: ${verdict.replaceAll("_", " ")}`,
    ...lines,
    `At the cuts before: ${mistakesIn(now)}`,
    ...(whole ? [`At the proposed cuts, on questions held back: ${mistakesIn(whole)}`] : []),
    ...(whole && !softProven ? ["Too few labels to promise less than 5 in 100 for answers without reserve."] : []),
    ...(stored ? ["Stored: the next question is answered by these cuts."] : []),
  ].join("\n");
}

function mistakesIn({ falseAnswer, falseRefusal }: Mistakes): string {
  const said = ({ rate, low, high }: Mistakes["falseAnswer"]) =>
    `${(100 * rate).toFixed(1)} % (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`;
  return `answers wrongly ${said(falseAnswer)}, refuses wrongly ${said(falseRefusal)}`;
}
