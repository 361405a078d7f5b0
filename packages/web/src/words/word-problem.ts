import type { Texts } from "../app/i18n/zh.ts";
import type { Outputs } from "../app/trpc.ts";

type LineProblem = Outputs["synonym"]["import"]["problems"][number]["problem"];

/** Why a group of words cannot be kept, and what to do. */
export function wordProblem({ words: t }: Texts, problem: LineProblem): string {
  switch (problem.type) {
    case "few":
      return t.problems.few;
    case "many":
      return t.problems.many;
    case "broken":
      return t.problems.broken;
    case "long":
      return t.problems.long(problem.word);
    case "unreadable":
      return t.problems.unreadable(problem.word);
    case "taken":
      return t.problems.taken(problem.word, problem.group.join(t.comma));
  }
}
