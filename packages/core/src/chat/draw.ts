import { PublicError } from "../error.ts";
import * as ModelConnection from "../models/model-connection.ts";
import * as Picture from "../pictures/picture.ts";
import * as Wish from "../pictures/wish.ts";
import { requireUser, type Scope } from "../scope.ts";
import { timed } from "./tracing.ts";
import type { Turn, Work } from "./work.ts";

/** Has pictures drawn of what the question describes. Throws what `Wish.read` throws, and `drawing.no_model`. */
export async function draw(scope: Scope, { runId, question }: Turn, work: Work): Promise<void> {
  const { progress, trace, signal } = work;
  const { draft } = progress;
  draft.tier = trace.tier = "answer";
  const wish = Wish.read(question);
  const drawing = await ModelConnection.drawing(scope);
  if (!drawing) throw noModel();
  const { model, name } = drawing;
  draft.model = trace.model = model.id;
  draft.modelName = name;
  const { settings, unsent } = Wish.settingsOf(wish, model.takes);
  const about = { model: name, text: wish.text, settings, ...(unsent.length > 0 && { unsent }) };
  trace.prompt = JSON.stringify({ text: wish.text, ...settings }, null, 2);
  progress.stage("drawing");
  const images = await timed(trace, "drawing", () => model.draw(wish, signal));
  signal.throwIfAborted();
  draft.drawn = [];
  for (const image of images) draft.drawn.push(await Picture.addDrawn(scope, runId, image, about));
}

/** Whether there is a model that draws for the actor, by its name. */
export async function offered(scope: Scope): Promise<{ name: string } | null> {
  requireUser(scope);
  const drawing = await ModelConnection.drawing(scope);
  return drawing ? { name: drawing.name } : null;
}

function noModel() {
  const message = "No model is connected that draws pictures. An administrator can choose one in the settings.";
  return new PublicError("unavailable", "drawing.no_model", message);
}
