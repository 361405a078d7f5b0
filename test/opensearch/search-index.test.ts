import { basename } from "node:path";
import { openSearchIndex } from "@docent/core/knowledge/index/opensearch/opensearch-index";
import { describe, inject } from "vitest";
import { searchIndexContract } from "../contracts/search-index.ts";

const node = inject("openSearch");

describe.skipIf(!node)("on a real node", () => {
  // what is a folder of its own to the built-in engine is a prefix here
  searchIndexContract("OpenSearch", (folder) =>
    openSearchIndex({ url: node?.url ?? "", prefix: basename(folder).toLowerCase(), shared: false, idleMs: 20 }),
  );
});
