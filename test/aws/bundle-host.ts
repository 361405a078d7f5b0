import { pathToFileURL } from "node:url";

// calls the handler of the bundle that is named, for whoever started this process
const { handler } = (await import(pathToFileURL(process.argv[2] ?? "").href)) as {
  handler: (event: unknown) => Promise<unknown>;
};

process.on("message", ({ call, event }: { call: number; event: unknown }) => {
  handler(event).then(
    (result) => process.send?.({ call, result }),
    (error: unknown) => process.send?.({ call, error: String(error) }),
  );
});
process.on("disconnect", () => process.exit());
