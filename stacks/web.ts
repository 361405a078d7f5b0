/// <reference path="../.sst/platform/config.d.ts" />
import { policyHeader } from "../packages/functions/src/http/page-policy";
import type { Network } from "./network";
import type { Stage } from "./stage";

/** Where people find the desk, known before anything answers there. */
export function router(stage: Stage, { region }: Network) {
  if (stage.china) return undefined;
  const headers = region.apply((name) => ({
    "content-security-policy": policyHeader([`https://*.s3.${name}.amazonaws.com`]),
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
  }));
  return new sst.aws.Router("Router", {
    ...(stage.own.domain && { domain: stage.own.domain }),
    ...(stage.prod && { waf: { rateLimitPerIp: 2_000 } }),
    // what the desk itself says of an answer of its own holds
    edge: {
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
export function web(stage: Stage, gateway: sst.aws.ApiGatewayV2, front: sst.aws.Router | undefined) {
  const build = { command: "npm run build --prefix ../..", output: "dist" };
  if (!front) return chinaWeb(stage, gateway);
  front.route("/api", gateway.url);
  front.route("/trpc", gateway.url);
  new sst.aws.StaticSite("Console", { path: "packages/web", build, router: { instance: front } });
  return front.url;
}

/**
 * Where CloudFront has no functions, no key-value store, no certificates of its own and no cache policies: a bucket
 * behind an identity, and the API as a second origin. Needs a domain with an ICP licence (docs/guide/china.md).
 */
function chinaWeb(stage: Stage, gateway: sst.aws.ApiGatewayV2) {
  const { domain, certificate } = stage.own;
  const bucket = new sst.aws.Bucket("ConsoleFiles", { access: "cloudfront" });
  const identity = new aws.cloudfront.OriginAccessIdentity("ConsoleIdentity", { comment: "the console" });
  const everything = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
  const toApi = (pathPattern: string) => ({
    pathPattern,
    targetOriginId: "api",
    viewerProtocolPolicy: "https-only",
    allowedMethods: everything,
    cachedMethods: ["GET", "HEAD"],
    minTtl: 0,
    defaultTtl: 0,
    maxTtl: 0,
    forwardedValues: {
      queryString: true,
      headers: ["Authorization", "Origin", "Accept", "Content-Type", "trpc-accept"],
      cookies: { forward: "all" },
    },
  });
  const distribution = new aws.cloudfront.Distribution("ConsoleFront", {
    enabled: true,
    defaultRootObject: "index.html",
    ...(domain && { aliases: [domain] }),
    origins: [
      {
        originId: "files",
        domainName: bucket.nodes.bucket.bucketRegionalDomainName,
        s3OriginConfig: { originAccessIdentity: identity.cloudfrontAccessIdentityPath },
      },
      {
        originId: "api",
        domainName: gateway.url.apply((url) => new URL(url).host),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ],
    orderedCacheBehaviors: [toApi("/api/*"), toApi("/trpc/*")],
    defaultCacheBehavior: {
      targetOriginId: "files",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      forwardedValues: { queryString: false, cookies: { forward: "none" } },
    },
    // the console knows its own addresses
    customErrorResponses: [{ errorCode: 403, responseCode: 200, responsePagePath: "/index.html" }],
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: certificate
      ? { iamCertificateId: certificate, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" }
      : { cloudfrontDefaultCertificate: true },
  });
  return domain ? $util.output(`https://${domain}`) : $interpolate`https://${distribution.domainName}`;
}
