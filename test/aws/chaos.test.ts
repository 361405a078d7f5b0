import { expect, test } from "vitest";
import { chaos } from "./chaos.ts";

test(
  "no text is lost, doubled or out of order, whatever goes wrong between functions and sockets",
  { timeout: 150_000 },
  async () => {
    const counts = await chaos({ sockets: 24, until: 100, everyMs: 8, seed: 7, patience: 1 });

    console.info(JSON.stringify(counts));
    expect(counts).toMatchObject({ whole: 24, lost: 0, doubled: 0, reordered: 0, unfinished: 0, failed: 0 });
    expect(counts.opened).toBeGreaterThan(24);
    expect(counts.fates.cut).toBeGreaterThan(0);
  },
);
