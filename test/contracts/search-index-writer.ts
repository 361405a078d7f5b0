import { lanceDbIndex } from "@docent/core/knowledge/index/lancedb/lancedb-index";

/** Replaces one document without end, for a test that kills it: `node search-index-writer.ts FOLDER COMPANY LIBRARY FIRST`. */
const [folder = "", companyId = "", access = "", first = "0"] = process.argv.slice(2);
const space = { companyId, generation: "a1" };
const index = lanceDbIndex({ folder, unindexedMax: 20 });

for (let turn = Number(first); ; turn++) {
  const versionId = `ver_${turn}`;
  const rows = ["one", "two", "three"].map((word, position) => ({
    chunkId: `${versionId}-${position}`,
    versionId,
    documentId: "doc_a",
    access,
    labels: [],
    tags: [],
    terms: `handbook ${word}`,
  }));
  await index.add(space, rows);
  await index.flip(space, { show: [versionId], hide: [`ver_${turn - 1}`] });
  process.stdout.write(`${turn}\n`);
  await index.remove(space, [`ver_${turn - 1}`]);
}
