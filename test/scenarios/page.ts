import { format, resolveConfig } from "prettier";
import { en } from "../../packages/web/src/app/i18n/en.ts";
import { zh } from "../../packages/web/src/app/i18n/zh.ts";
import type { ChatProvider, ChatScenario, Outcome, Seen } from "./chat-scenario.ts";

const introduction = `# What comes of a question when a model's server misbehaves

Made by the test that connects Docent's own clients to a server which plays each of these scenarios on the wire. A scenario
that comes out otherwise fails the test. Refresh this page after a change: \`npx vitest run test/contracts/chat-scenarios.test.ts -u\`.

An empty cell means that the provider cannot do it, or that it is the same there as another scenario.`;

const good: Partial<Record<Outcome, string>> = {
  answer: "the answer",
  cut: "the answer, and that it was cut at its limit",
  call: "the answer to what the model had looked up",
  stopped: "what came until then; the connection is closed at once",
};

/** docs/models.md as the scenarios came out. */
export async function page(
  providers: readonly ChatProvider[],
  seenIn: (scenario: ChatScenario) => Promise<Seen>,
): Promise<string> {
  const whens = [...new Set(providers.flatMap(({ scenarios }) => scenarios.map(({ when }) => when)))];
  const columns = await Promise.all(
    providers.map(
      async ({ scenarios }) =>
        new Map(await Promise.all(scenarios.map(async (one) => [one.when, await seenIn(one)] as const))),
    ),
  );
  const rows = whens.map((when) => [when, ...columns.map((column) => cell(column.get(when)?.comes))]);
  const codes = [...new Set(columns.flatMap((column) => [...column.values()].map(({ comes }) => comes)))];
  const words = codes.filter((code) => !(code in good)).toSorted();
  const sections = [
    introduction,
    table(["The model's server …", ...providers.map(({ name }) => name)], rows),
    "## What the person reads",
    table(
      ["", "in English", "in Chinese"],
      words.map((code) => [`\`${code}\``, shown(en, code), shown(zh, code)]),
    ),
    "## What the log and the test button say",
    ...providers.flatMap(({ name }, i) => [`### ${name}`, table(["", ""], sentences(columns[i]))]),
  ];
  return format(sections.join("\n\n"), { ...(await resolveConfig("docs/models.md")), parser: "markdown" });
}

function cell(comes: Outcome | undefined): string {
  return comes === undefined ? "" : (good[comes] ?? `\`${comes}\``);
}

/** A code without words of its own is shown with what the server said. */
function shown({ problems }: { problems: object }, code: string): string {
  const text: unknown = Reflect.get(problems, code);
  return typeof text === "string" ? text : "Docent's own sentence, see below";
}

function sentences(column: ReadonlyMap<string, Seen> | undefined): string[][] {
  return [...(column ?? [])].flatMap(([when, { message }]) => (message ? [[when, message]] : []));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
