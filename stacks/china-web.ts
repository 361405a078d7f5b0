/// <reference path="../.sst/platform/config.d.ts" />
import { execSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { deskFunction, type Parts } from "./functions";
import type { Stage } from "./stage";

const folder = "packages/web/dist";

/**
 * Where CloudFront has no functions, no key-value store, no certificates of its own and no policies for headers: the
 * console's files in a bucket behind an identity, its page from a function that says what the page may load, and the API
 * behind the same address. Needs a domain with an ICP licence (docs/guide/china.md).
 */
export function chinaWeb(stage: Stage, parts: Parts, gateway: sst.aws.ApiGatewayV2) {
  const { domain, certificate } = stage.own;
  const identity = new aws.cloudfront.OriginAccessIdentity("ConsoleIdentity", { comment: "the console" });
  const { bucket, paths } = consoleFiles(identity.iamArn);
  const page = deskFunction("Page", stage, parts, {
    handler: "packages/functions/src/lambda/page.handler",
    timeout: "10 seconds",
    memory: "256 MB",
    needs: [],
    environment: { DOCENT_STORES: $interpolate`https://*.s3.${parts.net.region}.amazonaws.com.cn` },
    copy: [{ from: `${folder}/index.html`, to: "index.html" }],
  });
  gateway.route("$default", page.arn);
  const distribution = new aws.cloudfront.Distribution("ConsoleFront", {
    enabled: true,
    ...(domain && { aliases: [domain] }),
    origins: [
      {
        originId: "files",
        domainName: bucket.nodes.bucket.bucketRegionalDomainName,
        s3OriginConfig: { originAccessIdentity: identity.cloudfrontAccessIdentityPath },
      },
      {
        originId: "desk",
        domainName: gateway.url.apply((url) => new URL(url).host),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
      },
    ],
    orderedCacheBehaviors: [...["/api/*", "/trpc/*"].map(toApi), ...paths.map(toFiles)],
    defaultCacheBehavior: { ...reading, ...uncached, targetOriginId: "desk", forwardedValues: nothing },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: certificate
      ? { iamCertificateId: certificate, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" }
      : { cloudfrontDefaultCertificate: true },
  });
  return domain ? $util.output(`https://${domain}`) : $interpolate`https://${distribution.domainName}`;
}

const reading = {
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD"],
  cachedMethods: ["GET", "HEAD"],
};
const uncached = { minTtl: 0, defaultTtl: 0, maxTtl: 0 };
const nothing = { queryString: false, cookies: { forward: "none" } };

function toFiles(pathPattern: string) {
  return { ...reading, pathPattern, targetOriginId: "files", compress: true, forwardedValues: nothing };
}

function toApi(pathPattern: string) {
  return {
    ...uncached,
    pathPattern,
    targetOriginId: "desk",
    viewerProtocolPolicy: "https-only",
    allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    cachedMethods: ["GET", "HEAD"],
    forwardedValues: {
      queryString: true,
      headers: ["Authorization", "Origin", "Accept", "Content-Type", "trpc-accept"],
      cookies: { forward: "all" },
    },
  };
}

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** Builds the console and puts all but its page into a bucket, as SST's own site does where it can be made. */
function consoleFiles(reader: $util.Input<string>) {
  const root = $cli.paths.root;
  execSync("npm run build", { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const bucket = new sst.aws.Bucket("ConsoleFiles", {
    policy: [{ actions: ["s3:GetObject"], principals: [{ type: "aws", identifiers: [reader] }] }],
  });
  const entries = readdirSync(`${root}/${folder}`, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(`${root}/${folder}/`.length))
    .filter((file) => file !== "index.html");
  for (const file of files)
    new aws.s3.BucketObjectv2(`ConsoleFile-${file}`, {
      bucket: bucket.name,
      key: file,
      source: $asset(`${folder}/${file}`),
      contentType: types[file.slice(file.lastIndexOf("."))] ?? "application/octet-stream",
      // what lies in this folder has another name when it has changed
      cacheControl: file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
  const roots = new Set(files.map((file) => (file.includes("/") ? `/${file.split("/")[0]}/*` : `/${file}`)));
  return { bucket, paths: [...roots] };
}
