import { readFile } from "node:fs/promises";
import { storesOfPage } from "../compose/aws-page.ts";
import { pageHeaders } from "../http/page-policy.ts";
import type { HttpResult } from "./payload.ts";

/**
 * The console's only page, with what it may load, where CloudFront can add no headers. It lies beside the bundle; the
 * files that it names come from a bucket.
 */
export async function handler(): Promise<HttpResult> {
  return {
    statusCode: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      ...pageHeaders(storesOfPage()),
    },
    cookies: [],
    body: await page,
    isBase64Encoded: false,
  };
}

const page = readFile(new URL("./index.html", import.meta.url), "utf8");
