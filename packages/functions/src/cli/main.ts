import { Command, Option } from "commander";
import type { Config } from "@docent/core/config";
import { PublicError } from "@docent/core/error";
import { TRPCClientError } from "@trpc/client";
import { readEnvironment } from "../compose/environment.ts";
import { add, type Options as AddOptions } from "./add.ts";
import { ask, type Options as AskOptions } from "./ask.ts";
import { backup, backupStage, checkBackup } from "./backup.ts";
import { calibrate } from "./calibrate.ts";
import { openDesk, toPublicError, type Desk } from "./desk.ts";
import { doctor, type Options as DoctorOptions } from "./doctor/doctor.ts";
import { enhance, type Options as EnhanceOptions } from "./enhance.ts";
import { importFolder, type Options as ImportOptions } from "./import/import.ts";
import { evaluate, type Options as EvaluateOptions } from "./evaluate.ts";
import { list, remove } from "./documents.ts";
import type { Progress, Report } from "./report.ts";
import { restore, restoreStage, type Options as RestoreOptions } from "./restore.ts";
import { runTestSet } from "./test-sets.ts";
import { search, type Options as SearchOptions } from "./search.ts";

interface Shared {
  json?: boolean;
  data?: string;
}

const program = new Command("docent")
  .description("Add documents, search and ask from the command line.")
  .showHelpAfterError();

function command(usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .addOption(new Option("--json", "print one JSON value and nothing else"))
    .addOption(new Option("--data <folder>", "data folder (default: DOCENT_DATA or ./.docent)"));
}

/** With options that narrow a search; each may be given several times. */
function narrowed(command: Command): Command {
  const more = (value: string, before: string[] = []) => [...before, value];
  return command
    .option("--category <name>", "only documents of this category", more)
    .option("--where <name=value>", "only what has this value, such as Region=China", more);
}

command("add <paths...>", "add files and folders to a library and wait until they are searchable")
  .option("--library <name>", "library to add to, made when it does not exist", "Documents")
  .option("--category <name>", "category of the documents, made when it does not exist")
  .action((paths: string[], options: Shared & AddOptions) =>
    withDesk(options, (desk, progress) => add(desk, paths, options, progress)),
  );

command("import <folder>", "take over users, templates, documents, chats and feedback from the predecessor")
  .option("--library <name>", "library that the documents are put into, made when it does not exist", "Documents")
  .option("--company <name>", "the company of the predecessor's to take over, when it held several")
  .option("--mail-domain <domain>", "makes e-mail addresses of user names, for users without one")
  .option("--dry-run", "only say what would come of it")
  .action((folder: string, options: Shared & ImportOptions) =>
    withDesk(options, (desk, progress) => importFolder(desk, folder, options, progress)),
  );

narrowed(command("search <text...>", "find passages"))
  .option("--library <name>", "search only this library")
  .option("--limit <n>", "how many hits", Number, 10)
  .action((text: string[], options: Shared & SearchOptions) =>
    withDesk(options, (desk) => search(desk, text.join(" "), options)),
  );

narrowed(command("ask <question...>", "ask a question and get a cited answer"))
  .option("--library <name>", "answer only from this library")
  .action((question: string[], options: Shared & AskOptions) =>
    withDesk(options, (desk) => ask(desk, question.join(" "), options)),
  );

command("list", "list libraries and documents")
  .option("--library <name>", "only this library")
  .action((options: Shared & { library?: string }) => withDesk(options, (desk) => list(desk, options.library)));

command("remove <documents...>", "remove documents by id or name")
  .option("--library <name>", "look for names only in this library")
  .action((documents: string[], options: Shared & { library?: string }) =>
    withDesk(options, (desk) => remove(desk, documents, options.library)),
  );

command("calibrate", "measure labelled questions and propose the cuts below which the desk refuses")
  .option("--library <name>", "search only this library")
  .option("--labels <file>", "bring in labelled questions first: CSV with question and expected, or JSON lines")
  .option("--store", "put the proposed cuts in force")
  .action((options: Shared & { library?: string; labels?: string; store?: boolean }) =>
    withDesk(options, (desk, progress) => calibrate(desk, options, progress)),
  );

command("enhance <name>", "have the model write questions and summaries for a library or a document, to be reviewed")
  .option("--library <name>", "look for the document in this library")
  .option("--estimate", "only say how many calls of the model it would take")
  .option("--calls <n>", "at most so many calls of the model", Number)
  .addOption(new Option("--export <format>", "write what was accepted to a file").choices(["faq", "xlsx", "json"]))
  .option("--out <file>", "where the exported file goes")
  .option("--import <file>", "bring in what another tool wrote: JSON records with page_content and metadata")
  .action((name: string, options: Shared & EnhanceOptions) =>
    withDesk(options, (desk, progress) => enhance(desk, name, options, progress)),
  );

command(
  "eval [folders...]",
  "run a library's test set, or measure finding and refusing on task folders, each in a throw-away desk",
)
  .option("--library <name>", "run the test set of this library; fails when a case fails")
  .option("--template <name>", "with --library: answer with this template, and compare with how the desk answers now")
  .option("--queries <n>", "ask only the first n queries", Number)
  .option("--embedder <place>", "find by meaning too: <address>#<model>, or a model in the models folder")
  .option("--reranker <place>", "have this model read again what was found")
  .option("--model <address#model>", "have this model answer, and take its word when it refuses")
  .option(
    "--written <file>",
    "have written questions and summaries lead to the texts: JSON lines of id, questions, summary",
  )
  .option("--cut <measure=hard[:soft]...>", "decide by these cuts in place of the desk's own")
  .action((folders: string[], options: Shared & EvaluateOptions & { library?: string; template?: string }) => {
    const { library, template } = options;
    if (library === undefined && folders.length === 0)
      program.error("Name a task folder, or a library with --library.");
    if (library === undefined) return report(options, async (progress) => evaluate(folders, options, progress));
    const how = { library, ...(template !== undefined && { template }) };
    return withDesk(options, (desk, progress) => runTestSet(desk, how, progress));
  });

command("backup <file>", "write all of the desk into a file: .tar, or .tar.gz")
  .option("--stage", "of the stage on AWS that the environment names, not of the data folder")
  .option("--check", "only look whether a backup that is there is whole")
  .action((file: string, options: Shared & { stage?: boolean; check?: boolean }) => {
    if (options.check) return report(options, (progress) => checkBackup(file, progress));
    if (options.stage) return report(options, (progress) => backupStage(file, progress));
    return withDesk(options, (desk, progress) => backup(desk, file, progress));
  });

command("restore <file>", "fill an empty desk, which must not run, from a backup")
  .option("--stage", "the stage on AWS that the environment names, not the data folder")
  .option(
    "--replace <company>",
    "put it in place of a desk that is not empty; the name of its company shows that you mean it",
  )
  .action((file: string, options: Shared & RestoreOptions & { stage?: boolean }) => {
    if (options.stage) return report(options, (progress) => restoreStage(file, options, progress));
    return report(options, (progress) => restore(configOf(options), file, options, progress));
  });

command("doctor", "check a desk: what it stands on, and the way to it; prints what to do about what is not well")
  .option("--url <address>", "a desk anywhere, by its address; else the one that holds the data folder")
  .option("--email <address>", "with --url: sign in as this administrator; the password is asked for")
  .option("--language <language>", "zh or en, else as the machine is set")
  .addHelpText(
    "after",
    "\nDOCENT_PASSWORD spares the question, DOCENT_API_KEY is a key to come by. Exit codes: 0, 1, 2.",
  )
  .action((options: Shared & DoctorOptions) => {
    const { DOCENT_PASSWORD: password, DOCENT_API_KEY: key } = process.env;
    return report(options, (progress) => doctor({ password, key, ...options }, () => configOf(options), progress));
  });

function configOf({ data }: Shared): Config {
  const config = readEnvironment();
  return data ? { ...config, dataFolder: data } : config;
}

async function withDesk(options: Shared, work: (desk: Desk, progress: Progress) => Promise<Report>): Promise<void> {
  await report(options, async (progress) => {
    const desk = await openDesk(configOf(options));
    try {
      return await work(desk, progress);
    } finally {
      await desk.close();
    }
  });
}

async function report(options: Shared, work: (progress: Progress) => Promise<Report>): Promise<void> {
  const visible = process.stderr.isTTY && !options.json;
  const progress: Progress = (line) => visible && process.stderr.write(`\r\u001b[2K${line}`);
  try {
    const { json, text, incomplete, exitCode = incomplete ? 1 : 0 } = await work(progress);
    progress("");
    console.log(options.json ? JSON.stringify(json) : text);
    process.exitCode = exitCode;
  } catch (cause) {
    progress("");
    const error = cause instanceof TRPCClientError ? toPublicError(cause) : cause;
    if (!(error instanceof PublicError)) throw error;
    if (options.json) console.log(JSON.stringify({ error: { code: error.code, message: error.message } }));
    else console.error(error.message);
    process.exitCode = 1;
  }
}

await program.parseAsync();
