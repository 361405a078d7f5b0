import type { Config } from "@docent/core/config";
import type { CheckName } from "@docent/core/doctor/check-name";
import { fail, inOrder, ok, verdicts, warn, worst, type Checked, type Finding } from "@docent/core/doctor/finding";
import { PublicError } from "@docent/core/error";
import { reasonOf } from "@docent/core/doctor/reason";
import { languages, nameOf, told, type Language } from "@docent/core/doctor/wording";
import { findDesk } from "../../compose/data-folder.ts";
import type { Progress, Report } from "../report.ts";
import { offline } from "./offline.ts";
import * as Site from "./site.ts";
import { socket } from "./socket.ts";
import { timed } from "./timed.ts";
import { byToken, enter, type Proof, type Visitor } from "./visitor.ts";

export interface Options extends Proof {
  /** The address of a desk anywhere; the one that holds the data folder when absent. */
  url?: string;
  language?: string;
}

/** Exit codes: something is broken; nothing could be reached. */
const broken = 1;
const unreached = 2;

/** Checks a desk from outside and has it check itself, and says what to do about whatever is not well. */
export async function doctor(options: Options, config: () => Config, progress: Progress): Promise<Report> {
  const language = languageOf(options.language);
  const step = (check: CheckName) => progress(nameOf(check, language));
  if (options.url) {
    const url = new URL(options.url);
    const { checks, isReached } = await examine(url, () => enter(url, options), step);
    return reportOf(
      checks.map((one) => placed(one, url)),
      { url: url.origin, isReached, language },
    );
  }
  const settings = settingsOf(config);
  if ("verdict" in settings) {
    const wrong: Checked = { check: "settings", ...settings, milliseconds: 0 };
    return reportOf([wrong], { url: null, isReached: false, language });
  }
  const running = await findDesk(settings.dataFolder);
  if (!running?.url) return reportOf(await offline(settings), { url: null, isReached: false, language });
  const { pid, token } = running;
  const url = new URL(running.url);
  const visitor = byToken(url, token);
  const { checks, isReached } = await examine(url, async () => ({ visitor }), step);
  const held: Checked = { check: "lock", ...ok("lock.served", { pid, url: url.origin }), milliseconds: 0 };
  return reportOf([held, ...checks], { url: url.origin, isReached, language });
}

function settingsOf(config: () => Config): Config | Finding {
  try {
    return config();
  } catch (error) {
    if (error instanceof PublicError) return fail("settings.wrong", { message: error.message });
    throw error;
  }
}

async function examine(
  url: URL,
  enters: () => Promise<{ visitor?: Visitor; finding?: Finding }>,
  step: (check: CheckName) => void,
): Promise<{ checks: Checked[]; isReached: boolean }> {
  const checks: (Checked | undefined)[] = [];
  const check = async (name: CheckName, run: () => Promise<Finding | undefined>) => {
    step(name);
    checks.push(await timed(name, run));
  };
  let clock: Finding | undefined;
  await check("reach", async () => {
    const reached = await Site.reach(url);
    clock = reached.clock;
    return reached.reach;
  });
  if (checks[0]?.verdict === "fail") return { checks: there(checks), isReached: false };
  await check("clock-here", async () => clock);
  await check("certificate", () => Site.certificate(url));
  await check("headers", () => Site.headers(url));
  await check("proxy", () => Site.proxy(url));
  let visitor: Visitor | undefined;
  await check("sign-in", async () => {
    const entered = await enters();
    visitor = entered.visitor;
    return entered.finding;
  });
  if (!visitor) return { checks: there(checks), isReached: true };
  const { client, hasSession, leave } = visitor;
  try {
    await check("socket", async () =>
      hasSession ? socket(url.origin, () => client.session.ticket.mutate()) : ok("socket.skipped"),
    );
    step("database");
    checks.push(...(await inside(client)));
  } finally {
    await leave();
  }
  return { checks: there(checks), isReached: true };
}

/** What the desk finds by itself. */
async function inside(client: Visitor["client"]): Promise<Checked[]> {
  const start = performance.now();
  try {
    return (await client.doctor.run.mutate()).checks;
  } catch (error) {
    const milliseconds = Math.round(performance.now() - start);
    return [{ check: "sign-in", ...fail("sign_in.refused", { message: reasonOf(error) }), milliseconds }];
  }
}

function there(checks: readonly (Checked | undefined)[]): Checked[] {
  return checks.filter((one) => one !== undefined);
}

/** The desk takes itself to be somewhere: seen from here, that may be somewhere else. */
function placed(checked: Checked, url: URL): Checked {
  const origin = checked.facts?.["origin"];
  if (checked.check !== "address" || origin === undefined || origin === url.origin) return checked;
  return { ...checked, ...warn("address.other", { origin, here: url.origin }) };
}

function languageOf(given: string | undefined): Language {
  const wanted = given ?? Intl.DateTimeFormat().resolvedOptions().locale;
  return languages.find((language) => wanted.toLowerCase().startsWith(language)) ?? "en";
}

const marks = { ok: "✓", warn: "!", fail: "✗" };
const sums = {
  en: ({ ok, warn, fail }: Record<string, number>) => `${ok} fine, ${warn} to look at, ${fail} to mend.`,
  zh: ({ ok, warn, fail }: Record<string, number>) => `${ok} 项正常，${warn} 项需要留意，${fail} 项需要修复。`,
};

function reportOf(
  found: readonly Checked[],
  { url, isReached, language }: { url: string | null; isReached: boolean; language: Language },
): Report {
  const checks = inOrder(found).map((checked) => ({ ...checked, ...told(checked, language) }));
  const counts = Object.fromEntries(
    verdicts.map((verdict) => [verdict, checks.filter((one) => one.verdict === verdict).length]),
  );
  const colon = language === "zh" ? "：" : ": ";
  const lines = checks.flatMap(({ check, verdict, says, fix }) => [
    `${marks[verdict]} ${nameOf(check, language)}${colon}${says}`,
    ...(fix ? [`  → ${fix}`] : []),
  ]);
  const exitCode = !isReached ? unreached : worst(checks) === "fail" ? broken : 0;
  return {
    json: { url, verdict: worst(checks), counts, checks },
    text: [...lines, "", sums[language](counts)].join("\n"),
    exitCode,
  };
}
