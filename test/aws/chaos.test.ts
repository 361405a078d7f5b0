import { expect, test } from "vitest";
import { chaos } from "./chaos.ts";

test(
  "no text is lost, doubled or out of order, whatever goes wrong between functions and sockets",
  { timeout: 200_000 },
  async () => {
    const counts = await chaos({ sockets: 16, until: 60, everyMs: 8, seed: 7, patience: 3 });

    console.info(JSON.stringify(counts));
    expect(counts).toMatchObject({ whole: 16, lost: 0, doubled: 0, reordered: 0, unfinished: 0, failed: 0 });
    expect(counts.opened).toBeGreaterThan(16);
    expect(counts.fates.cut).toBeGreaterThan(0);
  },
);
