import type { DoctorTexts } from "./doctor.zh.ts";

export const doctorEn = {
  title: "Check",
  lead: "Looks at everything the desk stands on: database, index, models, queues, files, clock and disk. Each model is tried once, which costs very little.",
  start: "Check now",
  again: "Check again",
  running: "Checking. This takes 20 seconds at most.",
  allFine: (count) => `All ${count} checks are fine.`,
  someWarn: (count) => `Worth a look: ${count}. The rest is fine.`,
  someFail: (count) => `To be mended: ${count}.`,
  verdicts: { ok: "Fine", warn: "Worth a look", fail: "To be mended" },
  fine: (count) => `Fine: ${count}`,
  outside: "The way to the desk, such as a proxy in between and live connections, is checked by the command line:",
} satisfies DoctorTexts;
