import { PublicError } from "@docent/core/error";
import { readEnvironment } from "../compose/environment.ts";
import { lineLog } from "../compose/log.ts";
import { buildConsole } from "./console.ts";
import { addDemo } from "./demo.ts";
import { startDesk } from "./desk.ts";

const withConsole = !process.argv.includes("--no-console");

try {
  const config = readEnvironment();
  const log = lineLog("warn");
  const built = withConsole ? buildConsole() : Promise.resolve();
  const desk = await startDesk(config, log, { console: withConsole, announce: true });
  await built;
  console.log(`Docent is ready at ${desk.url}`);
  if (desk.setUpUrl) console.log(`First time here? Create the administrator at ${desk.setUpUrl}`);
  const { place } = desk.local.ports.mailer;
  if (place.kind === "folder")
    console.log(`No mail service is set (DOCENT_MAIL_URL): letters are kept in ${place.path}`);
  if (config.demo) await addDemo(desk.local);

  let closing = false;
  const close = () => {
    if (closing) process.exit(1); // asked twice: leave at once, the ledger makes up for it
    closing = true;
    desk.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error("desk.close_failed", { error });
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
} catch (error) {
  console.error(error instanceof PublicError ? error.message : error);
  process.exit(1);
}
