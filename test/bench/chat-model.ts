import { parentPort } from "node:worker_threads";
import { fakeOpenAi } from "../fakes/openai-server.ts";

/** A model that answers at once with 200 tokens, on a thread of its own so that it takes no time from the desk. */
const words = Array.from({ length: 199 }, (_, index) => ` word${index}`);
const server = await fakeOpenAi({ pieces: ["Thirty days [1].", ...words] });
parentPort?.postMessage(server.baseUrl);
