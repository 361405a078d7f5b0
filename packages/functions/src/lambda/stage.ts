import { composeAws, type Aws } from "../compose/aws.ts";
import { readAwsEnvironment } from "../compose/aws-environment.ts";

let made: Promise<Aws> | undefined;

/** The stage, made at a function's first call and kept for those that follow. What failed is tried again. */
export function stage(): Promise<Aws> {
  made ??= composeAws(readAwsEnvironment());
  made.catch(() => (made = undefined));
  return made;
}
