import { pathToFileURL } from "node:url";

// says how much work it was to load the bundle that is named, then calls its handler once
const { handler } = (await import(pathToFileURL(process.argv[2] ?? "").href)) as {
  handler: (event: unknown, context: object) => Promise<unknown>;
};
process.send?.({ workMs: work() });
process.on("message", (event) => {
  const invocation = { awsRequestId: "cold", getRemainingTimeInMillis: () => 60_000 };
  // a refusal is an answer too
  const answered = () => process.send?.({ workMs: work() });
  handler(event, invocation).then(answered, answered);
});
process.on("disconnect", () => process.exit());

/** What the processor has done for this process, from its start on. */
function work(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
