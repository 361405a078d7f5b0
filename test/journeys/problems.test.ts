import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { en } from "../../packages/web/src/app/i18n/en.ts";
import { zh } from "../../packages/web/src/app/i18n/zh.ts";

const source = new URL("../../packages/", import.meta.url).pathname;
/** What only the command line, its tasks, the start of a desk and the way in for old programs say: to no one's browser, in English. */
const commandLine =
  /^functions\/src\/(cli|compose|local|http\/legacy)\/|^core\/src\/backup\/|^core\/src\/evaluation\/(task-folder|evaluate|written-file)\.ts/;

const chinese: Record<string, string> = { ...zh.fileProblems, ...zh.problems };
const english: Record<string, string> = en.problems;
const files = globSync("*/src/**/*.ts", { cwd: source })
  .filter((name) => !name.endsWith(".test.ts") && !commandLine.test(name))
  .map((name) => ({ name, text: readFileSync(`${source}${name}`, "utf8") }));

/** Where a code is put together, what it can become. */
const composed: Record<string, () => string[]> = {
  '`${call.subject.replace(" ", "_")}.${problem}`': () => [
    ...ofSubjects(["model", "embedder", "reranker", "image_model", "knowledge_base"], inFile("bedrock-meanings")),
  ],
  '`${subject.replace(" ", "_")}.silent`': () => ["image_model.silent", "knowledge_base.silent"],
  "`${subject}.${problem}`": () => [
    ...ofSubjects(["model", "embedder", "reranker"], [...inFile("openai-error"), ...inFile("sagemaker-error")]),
  ],
  '`${subject.replace(" ", "_")}.${problem}`': () =>
    ofSubjects(["model", "embedder", "reranker", "image_model"], inFile("openai-error")),
  "`${subject}.contract_invalid`": () => ofSubjects(["model", "embedder", "reranker"], ["contract_invalid"]),
  "`${subject}.count_wrong`": () => ofSubjects(["embedder", "reranker"], ["count_wrong"]),
  "`${subject}.silent`": () => ofSubjects(["model", "embedder", "reranker"], ["silent"]),
  "`file.${problem}`": () =>
    files.flatMap(({ text }) => [...text.matchAll(/fileError\(\s*"(\w+)"/g)].map(([, problem]) => `file.${problem}`)),
  // the process of a model passes on what was thrown in it
  "`onnx.${reply.problem}`": () => [],
  "`synonym.${problem.type}`": () => ofSubjects(["synonym"], ["few", "many", "long", "unreadable", "taken"]),
  'error.code.replace(/^onnx\\./, "embedder.")': () => ofSubjects(["embedder"], ofOnnx()),
  'error.code.replace(/^onnx\\./, "reranker.")': () => ofSubjects(["reranker"], ofOnnx()),
  // of functions that are called with the code, and of the process that reads files
  code: () => ["chunk.text_too_long", "chunk.question_too_long", "tool.unreachable", "tool.too_long"],
  "reply.code": () => [],
};

const thrown = files.flatMap(({ name, text }) =>
  [...text.matchAll(/new PublicError\(\s*[^,()]+,\s*((?:[^,()`]|`[^`]*`|\([^)]*\))+),/g)].map(([, code = ""]) => ({
    name,
    code: code.trim(),
  })),
);
const codes = new Set(
  thrown.flatMap(({ code }) => {
    const written = literalsIn(code);
    return written.length > 0 ? written : (composed[code]?.() ?? []);
  }),
);
// said where nobody sees it in a browser: between processes, before the desk has started, and to programs
for (const code of codes)
  if (/^(onnx\.\w+|config\.invalid|api_key\.scope|request\.invalid)$/.test(code)) codes.delete(code);

test("it is known what every error that is put together can be called", () => {
  const unknown = thrown.filter(({ code }) => literalsIn(code).length === 0 && !(code in composed));

  expect(unknown).toEqual([]);
});

test("every error that can reach a person is told in Chinese", () => {
  expect([...codes].filter((code) => !(code in chinese))).toEqual([]);
});

test("every error of a model, and of what stands beside models, is told in English without the server's own sentence", () => {
  const ofModels = [...codes].filter((code) => /^(model|embedder|reranker|image_model|knowledge_base)\./.test(code));

  expect(ofModels.length).toBeGreaterThan(50);
  expect(ofModels.filter((code) => !(code in english))).toEqual([]);
});

test("an entry that has left the catalogue and a model that its vendor does not know are told apart", () => {
  expect(zh.problems["model.gone"]).not.toBe(zh.problems["model.not_found"]);
  expect(codes).toContain("model.gone");
});

/** The codes that are written out where the error is made; one of several, where that is decided there. */
function literalsIn(expression: string): string[] {
  return [...expression.matchAll(/"([a-z_]+\.[a-z_]+)"/g)].map(([, code = ""]) => code);
}

function inFile(name: string): string[] {
  const text = files.find((file) => file.name.endsWith(`/${name}.ts`))?.text ?? "";
  return [...text.matchAll(/problem: "(\w+)"/g)].map(([, problem = ""]) => problem);
}

/** Not everything happens to everybody: only answers see images, and only words and images are withheld. */
function ofSubjects(subjects: readonly string[], problems: readonly string[]): string[] {
  const happens = (subject: string, problem: string) =>
    (problem !== "cannot_see" || subject === "model") && (problem !== "filtered" || subject === "image_model");
  return subjects.flatMap((subject) =>
    problems.filter((problem) => happens(subject, problem)).map((problem) => `${subject}.${problem}`),
  );
}

function ofOnnx(): string[] {
  const literal = thrown.filter(({ code }) => code.startsWith('"onnx.'));
  return literal.map(({ code }) => code.slice('"onnx.'.length, -1));
}
