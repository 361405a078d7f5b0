interface Principal {
  type: string;
  identifiers: string[];
}

interface Statement {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  principals?: Principal[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

const principalKeys: Record<string, string> = { aws: "AWS", service: "Service", federated: "Federated" };

/** A policy as JSON, rendered from the arguments of `getPolicyDocument` as the provider renders it. */
export function renderPolicy({ statements = [] }: { statements?: Statement[] }): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((each) => ({
      ...(each.sid && { Sid: each.sid }),
      Effect: each.effect ?? "Allow",
      Action: oneOrMore(each.actions),
      NotAction: oneOrMore(each.notActions),
      Resource: oneOrMore(each.resources),
      Principal: principals(each.principals),
      Condition: each.conditions?.length
        ? Object.fromEntries(
            each.conditions.map(({ test, variable, values }) => [test, { [variable]: oneOrMore(values) }]),
          )
        : undefined,
    })),
  });
}

function oneOrMore(values: string[] | undefined) {
  return values?.length === 1 ? values[0] : values?.toSorted();
}

function principals(list: Principal[] | undefined) {
  if (!list?.length) return undefined;
  if (list.some(({ type }) => type === "*")) return "*";
  const byType = Map.groupBy(list, ({ type }) => principalKeys[type.toLowerCase()] ?? type);
  return Object.fromEntries(
    Array.from(byType, ([type, each]) => [type, oneOrMore(each.flatMap(({ identifiers }) => identifiers))]),
  );
}
