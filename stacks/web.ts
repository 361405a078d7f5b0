/// <reference path="../.sst/platform/config.d.ts" />
import { edgeHeaders, edgeKey } from "../packages/functions/src/http/edge";
import { pageHeaders } from "../packages/functions/src/http/page-policy";
import { chinaWeb } from "./china-web";
import type { Parts } from "./functions";
import type { Network } from "./network";
import type { Secrets } from "./secrets";
import type { Stage } from "./stage";

/** Where people find the desk, known before anything answers there. */
export function router(stage: Stage, { region }: Network, secrets: Secrets) {
  if (stage.china) return undefined;
  const headers = region.apply((name) => pageHeaders([`https://*.s3.${name}.amazonaws.com`]));
  return new sst.aws.Router("Router", {
    ...(stage.own.domain && { domain: stage.own.domain }),
    ...(stage.prod && { waf: { rateLimitPerIp: 2_000 } }),
    edge: {
      viewerRequest: {
        injection: secrets.value.apply(
          (secret) =>
            `event.request.headers["${edgeHeaders.viewer}"] = { value: event.viewer.ip }; event.request.headers["${edgeHeaders.key}"] = { value: "${edgeKey(secret)}" };`,
        ),
      },
      // what the desk itself says of an answer of its own holds
      viewerResponse: {
        injection: headers.apply(
          (all) =>
            `const said = ${JSON.stringify(all)}; for (const name in said) event.response.headers[name] = event.response.headers[name] || { value: said[name] };`,
        ),
      },
    },
  });
}

/** The console, and behind the same address the API, so that the session's cookie stays the page's own. */
export function web(stage: Stage, parts: Parts, gateway: sst.aws.ApiGatewayV2, front: sst.aws.Router | undefined) {
  if (!front) return chinaWeb(stage, parts, gateway);
  front.route("/api", gateway.url);
  front.route("/trpc", gateway.url);
  const build = { command: "npm run build --prefix ../..", output: "dist" };
  new sst.aws.StaticSite("Console", { path: "packages/web", build, router: { instance: front } });
  return front.url;
}
