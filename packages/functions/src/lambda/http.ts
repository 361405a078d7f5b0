import { setTimeout } from "node:timers/promises";
import { begunAfterwards } from "@docent/core/afterwards";
import { clientAddressHeader } from "../compose/auth.ts";
import { awsDesk } from "../compose/aws-desk.ts";
import { createApp } from "../http/app.ts";
import { examined, type Examination } from "./examined.ts";
import { invoked } from "./invocation.ts";
import { requestOf, resultOf, type HttpEvent, type HttpResult } from "./payload.ts";
import { stage } from "./stage.ts";

/** The process stands still once it has answered. All who ask wait as long, so that it tells nothing. */
const afterwardsMs = 2_000;

const app = once(async () => createApp(awsDesk(await stage())));

/** The HTTP side of the desk behind an HTTP API, the same that a laptop serves. A deployment has it look after itself. */
export const handler = invoked(
  () => ({}),
  async (event: HttpEvent | Examination): Promise<HttpResult | Awaited<ReturnType<typeof examined>>> => {
    if ("examine" in event) return examined(stage);
    const { ports } = await stage();
    const request = requestOf(event, ports.pageUrl("/"));
    request.headers.set(clientAddressHeader, addressOf(event));
    const before = begunAfterwards();
    const response = await (await app()).fetch(request);
    if (begunAfterwards() > before) await setTimeout(afterwardsMs);
    return resultOf(response);
  },
);

/** CloudFront tells who asked it; whoever passes it by is told by API Gateway. */
function addressOf({ headers, requestContext }: HttpEvent): string {
  const viewer = headers["cloudfront-viewer-address"];
  return viewer ? viewer.slice(0, viewer.lastIndexOf(":")) : requestContext.http.sourceIp;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => (made = undefined));
    return made;
  };
}
