import { format, resolveConfig } from "prettier";
import { procedures, routes, type Answer } from "./table.ts";
import { isForeign, people, type Who } from "./world.ts";

const introduction = `# Who may do what

Made from \`test/permissions/table.ts\` by the test that calls every procedure and every HTTP route as each of these people.
A call that is not in the table, or that comes out otherwise than the table says, fails the test. Refresh this page after a change of
the table: \`npx vitest run test/journeys/permissions.test.ts -u\`.

| who | is |
| --- | --- |
| nobody | not signed in |
| member | a member of the company whom nobody gave a right in the library |
| reader, contributor, owner | members who hold this role in the library |
| editor | an editor of the company whom nobody gave a right in the library |
| administrator | an administrator of the company |
| stranger | an administrator of another company, with the ids of this one |
| platform | a stranger who also looks after the companies of the desk |

The library here is shared with chosen people. A company-wide one is read by all members, changed by editors and owned by
administrators. A private one is read by its owners alone: administrators see that it exists and can change who owns it.

"Not found" is also what an id that never was gets: nobody learns that something exists which is not for them. "Own" is
done, and touches only what belongs to the stranger's own company. Whatever may be called by everybody shows each person only what
they may read.
`;

/** docs/permissions.md as the table says. */
export async function page(): Promise<string> {
  const groups = Map.groupBy(Object.keys(procedures), (name) => name.slice(0, name.indexOf(".")));
  const sections = Array.from(groups, ([group, names]) => `## ${group}\n\n${table(names, procedures)}`);
  const all = [introduction, ...sections, `## HTTP\n\n${table(Object.keys(routes), routes)}`].join("\n\n");
  return format(all, { ...(await resolveConfig("docs/permissions.md")), parser: "markdown" });
}

function table(names: readonly string[], rows: Record<string, { may: Record<Who, Answer> }>): string {
  const lines = names.map((name) => {
    const may = rows[name]?.may;
    const [call = "", which] = name.split(" · ");
    const cells = people.map((who) =>
      may?.[who] === "yes" && who !== "platform" && isForeign(who) ? "own" : (may?.[who] ?? ""),
    );
    return `| \`${call}\`${which ? ` ${which}` : ""} | ${cells.join(" | ")} |`;
  });
  return [`| | ${people.join(" | ")} |`, `|${" --- |".repeat(people.length + 1)}`, ...lines].join("\n");
}
