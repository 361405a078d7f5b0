import { fork } from "node:child_process";
import { PublicError } from "../../error.ts";
import type { Reply, Request, Table, Task } from "./onnx-message.ts";

/** A process with one model in memory. */
export interface ModelProcess {
  /** Waits for its turn: tasks with `first`, for which a person waits, before the others. Its signal ends the waiting. */
  run(task: Task, options: { first: boolean; signal?: AbortSignal | undefined }): Promise<Table>;
  isUsable(): boolean;
  end(): void;
}

interface Waiting {
  task: Task;
  resolve: (table: Table) => void;
  reject: (error: unknown) => void;
}

/** The runtime holds up the process it runs in, so it has one of its own, which also bears what a broken model does. */
export function startModel(folder: string, idleMs: number): ModelProcess {
  const child = fork(new URL("./onnx-child.ts", import.meta.url), [folder], {
    execArgv: ["--no-warnings"],
    env: {},
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const urgent: Waiting[] = [];
  const others: Waiting[] = [];
  let current: (Waiting & { id: number }) | undefined;
  let sent = 0;
  let usable = true;
  const idle = setTimeout(end, idleMs).unref();

  child.on("message", (reply: Reply) => {
    if (reply.id !== current?.id) return;
    const { resolve, reject } = current;
    current = undefined;
    if ("numbers" in reply) resolve(reply);
    else if ("problem" in reply) reject(new PublicError("unavailable", `onnx.${reply.problem}`, reply.message));
    else reject(broken(reply.reason));
    next();
  });
  child.on("error", (error) => fail(error));
  child.on("exit", (code, by) => fail(`The process of the model ended with ${by ?? code}.`));
  rest();

  /** A process that waits for work keeps nobody from leaving. */
  function rest(): void {
    child.unref();
    child.channel?.unref();
  }

  function next(): void {
    if (current || !usable) return;
    const waiting = urgent.shift() ?? others.shift();
    idle.refresh();
    if (!waiting) return rest();
    child.ref();
    child.channel?.ref();
    current = { ...waiting, id: sent++ };
    child.send({ id: current.id, ...waiting.task } satisfies Request);
  }

  function fail(cause: unknown): void {
    usable = false;
    clearTimeout(idle);
    for (const { reject } of [...(current ? [current] : []), ...urgent.splice(0), ...others.splice(0)])
      reject(broken(cause));
    current = undefined;
  }

  function end(): void {
    usable = false;
    child.kill("SIGKILL");
  }

  return {
    run(task, { first, signal }) {
      const queue = first ? urgent : others;
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const leave = () => {
          const place = queue.indexOf(waiting);
          if (place >= 0) queue.splice(place, 1);
          reject(signal?.reason as Error);
        };
        const settle = () => signal?.removeEventListener("abort", leave);
        const waiting: Waiting = {
          task,
          resolve: (table) => (settle(), resolve(table)),
          reject: (error) => (settle(), reject(error as Error)),
        };
        signal?.addEventListener("abort", leave, { once: true });
        queue.push(waiting);
        next();
      });
    },
    isUsable: () => usable,
    end,
  };
}

function broken(cause: unknown) {
  const message =
    "The model on this machine stopped working. Try again; if it stays, fetch the model anew or choose another one.";
  return new PublicError("unavailable", "onnx.broken", message, { cause });
}
