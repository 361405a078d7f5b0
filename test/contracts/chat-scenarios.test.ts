import { afterEach, describe, expect, test, vi } from "vitest";
import { play, type ChatScenario, type Seen } from "../scenarios/chat-scenario.ts";
import { page } from "../scenarios/page.ts";
import { providers } from "../scenarios/providers.ts";

const seen = new Map<ChatScenario, Promise<Seen>>();

afterEach(() => vi.unstubAllEnvs());

function once(scenario: ChatScenario): Promise<Seen> {
  const known = seen.get(scenario) ?? play(scenario);
  seen.set(scenario, known);
  return known;
}

describe.each(providers)("$name:", ({ scenarios }) => {
  test.each(scenarios)("a server that $when", async (scenario) => {
    const { comes, message, closed } = await once(scenario);

    expect(comes).toBe(scenario.comes);
    if (message) expect(message).toMatch(/ask again|ask in other|ask without|check|administrator|shorter/i);
    if (comes === "stopped") expect(closed).toBe("client-closed-early");
  });
});

test("docs/models.md says what was seen", async () => {
  for (const { scenarios } of providers) for (const scenario of scenarios) await once(scenario);

  await expect(await page(providers, once)).toMatchFileSnapshot("../../docs/models.md");
});
