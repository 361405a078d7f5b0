import { setTimeout } from "node:timers/promises";
import { begunAfterwards } from "@docent/core/afterwards";
import { clientAddressHeader } from "../compose/auth.ts";
import { awsDesk } from "../compose/aws-desk.ts";
import { createApp } from "../http/app.ts";
import { viewerAddress } from "../http/edge.ts";
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
    const { sourceIp } = event.requestContext.http;
    request.headers.set(clientAddressHeader, viewerAddress(request.headers, ports.secret, sourceIp));
    const before = begunAfterwards();
    const response = await (await app()).fetch(request);
    if (begunAfterwards() > before) await setTimeout(afterwardsMs);
    return resultOf(response);
  },
);

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => (made = undefined));
    return made;
  };
}
