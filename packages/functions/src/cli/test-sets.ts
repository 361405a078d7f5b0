import { setTimeout } from "node:timers/promises";
import { PublicError } from "@docent/core/error";
import type { Client, Desk } from "./desk.ts";
import { findLibrary } from "./library.ts";
import type { Progress, Report } from "./report.ts";

export interface Options {
  library: string;
  /** A template by its name, in place of the default. */
  template?: string;
}

const pollMs = 200;

/** Runs a library's test set, beside how the desk answers now when something else is tried. Incomplete when a case fails. */
export async function runTestSet(
  { client }: Pick<Desk, "client">,
  { library, template }: Options,
  progress: Progress,
): Promise<Report> {
  const { id: libraryId } = await findLibrary(client, library);
  const templateId = template === undefined ? undefined : await templateOf(client, template);
  const { id } = await client.testRun.start.mutate({
    libraryIds: [libraryId],
    ...(templateId && { variant: { templateId }, compare: true }),
  });
  const run = await ended(client, id, progress);
  const failed = await failures(client, id);
  const { counts, againstId } = await client.testRun.results.query({ id, pageSize: 1 });
  const compared = againstId ? { fixed: counts.fixed, broken: counts.broken } : {};
  const json = { runId: id, cases: run.passed + run.failed, passed: run.passed, failed: run.failed, ...compared };
  const lines = failed.map(({ question, why }) => `  ${question}\n    ${why}`);
  const said = againstId ? [`Against how the desk answers now: fixed ${counts.fixed}, broken ${counts.broken}.`] : [];
  return {
    json: { ...json, failures: failed },
    text: [`${run.passed} of ${json.cases} cases passed.`, ...said, ...lines].join("\n"),
    incomplete: run.failed > 0,
  };
}

async function templateOf(client: Client, name: string): Promise<string> {
  const templates = await client.template.choices.query();
  const found = templates.find((one) => one.name === name);
  if (found) return found.id;
  const names = templates.map((one) => `"${one.name}"`).join(", ") || "none yet";
  throw new PublicError(
    "not_found",
    "template.not_found",
    `There is no template called "${name}". There are: ${names}.`,
  );
}

async function ended(client: Client, id: string, progress: Progress) {
  for (;;) {
    const run = await client.testRun.get.query({ id });
    if (run.state === "finished") return run;
    if (run.state === "failed")
      throw new PublicError("unavailable", run.errorCode ?? "test_run.failed", run.error ?? "");
    if (run.state === "stopped")
      throw new PublicError("conflict", "test_run.stopped", "Somebody stopped the run. Start it again.");
    progress(`asked ${run.done} of ${run.total}`);
    await setTimeout(pollMs);
  }
}

async function failures(client: Client, id: string) {
  const failed: { question: string; tier: string | null; why: string }[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await client.testRun.results.query({ id, only: "failed", page, pageSize: 200 });
    for (const { question, mustRefuse, now } of items)
      failed.push({ question, tier: now.tier, why: whyOf(mustRefuse, now) });
    if (items.length === 0 || failed.length >= total) return failed;
  }
}

type Came = Awaited<ReturnType<Client["testRun"]["results"]["query"]>>["items"][number]["now"];

function whyOf(mustRefuse: boolean, { tier, ranks, unsaid, error }: Came): string {
  if (error !== null) return error;
  if (mustRefuse) return "answered, and must refuse";
  const reasons = [
    ...(tier === "refused" || tier === "candidates" ? ["refused, and must answer"] : []),
    ...(ranks.includes(null) ? ["did not find what it must find"] : []),
    ...unsaid.map((words) => `did not say "${words}"`),
  ];
  return reasons.join("; ") || "did not pass";
}
