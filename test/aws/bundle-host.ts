import { pathToFileURL } from "node:url";

// calls the handler of the bundle that is named, for whoever started this process
const { handler } = (await import(pathToFileURL(process.argv[2] ?? "").href)) as {
  handler: (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;
};

process.on("message", ({ call, event, deadline }: { call: number; event: unknown; deadline: number }) => {
  handler(event, { getRemainingTimeInMillis: () => deadline - Date.now() }).then(
    (result) => process.send?.({ call, result }),
    (error: unknown) => process.send?.({ call, error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on("disconnect", () => process.exit());
