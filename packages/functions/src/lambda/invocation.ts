import { logAbout } from "../compose/aws-log.ts";

/** What Lambda tells a function about its invocation, as far as it is looked at. */
export interface Invocation {
  awsRequestId?: string;
  getRemainingTimeInMillis(): number;
}

/** A handler whose lines in the log say which invocation they belong to, and what that was `about`. */
export function invoked<Event, Result>(
  about: (event: Event) => Record<string, unknown>,
  work: (event: Event, invocation?: Invocation) => Promise<Result>,
): (event: Event, invocation?: Invocation) => Promise<Result> {
  return (event, invocation) =>
    logAbout({ requestId: invocation?.awsRequestId, ...about(event) }, () => work(event, invocation));
}
