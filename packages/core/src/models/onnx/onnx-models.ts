import { PublicError } from "../../error.ts";
import { folderOf } from "./onnx-folder.ts";
import type { Table, Task } from "./onnx-message.ts";
import { startModel, type ModelProcess } from "./onnx-process.ts";

/** Models in a folder, each run in a process of its own from its first use on. */
export interface OnnxModels {
  run(name: string, task: Task, options: { first: boolean; signal?: AbortSignal | undefined }): Promise<Table>;
  close(): Promise<void>;
}

export interface OnnxModelsOptions {
  folder: string;
  /** A model that nobody has used for so long is taken out of memory. */
  idleMs?: number;
}

export function onnxModels({ folder, idleMs = 30 * 60_000 }: OnnxModelsOptions): OnnxModels {
  const running = new Map<string, ModelProcess>();

  return {
    run(name, task, options) {
      const path = folderOf(folder, name);
      if (!path) {
        const message = `"${name}" is no name of a model. Choose one from the folder of models.`;
        return Promise.reject(new PublicError("invalid", "onnx.name_invalid", message));
      }
      const known = running.get(name);
      const model = known?.isUsable() ? known : startModel(path, idleMs);
      running.set(name, model);
      return model.run(task, options);
    },
    close() {
      for (const model of running.values()) model.end();
      running.clear();
      return Promise.resolve();
    },
  };
}
