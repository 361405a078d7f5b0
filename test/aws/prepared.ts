import { readFileSync } from "node:fs";
import type { Place } from "./parts.ts";
import type { Plan } from "./plan.ts";

/** What all desks of one run of tests have in common. */
export interface Prepared {
  plan: Plan;
  /** Where the functions' archives were unpacked. */
  functions: string;
  place: Place;
  /** A database that is up to date and empty. */
  template: string;
}

/** The file that tells it, named by the environment; undefined when tests run on a desk of this process. */
export const preparedFile = process.env["DOCENT_TEST_STAGE"];

/** Reads what was prepared for this run. */
export function prepared(file: string): Prepared {
  return JSON.parse(readFileSync(file, "utf8")) as Prepared;
}
