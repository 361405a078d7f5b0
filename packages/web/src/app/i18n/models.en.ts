import { catalogueEn, catalogueProblemsEn } from "./catalogue.en.ts";
import type { ModelProblems, ModelsTexts } from "./models.zh.ts";

export const modelsEn = {
  catalogue: catalogueEn,
  local: "Model on this machine",
  localHelp: "From the folder of models in the data folder. More can be fetched below.",
  localNeeded: "Choose a model.",
  localNone: "No suitable model in the folder yet",
  change: {
    to: (model) => `Building the index for ${model}`,
    toWords: "Building an index for words alone",
    stopped: "The new index has stopped",
    meanwhile: "Searches use the present index until the new one is complete.",
    progress: (done, total) => `${done} of ${total} passages`,
    left: (seconds) => (seconds < 90 ? `about ${seconds} s left` : `about ${Math.ceil(seconds / 60)} min left`),
    cancel: "Cancel",
    cancelTitle: "Cancel the change?",
    cancelText: "What has been built is thrown away, and the present index stays.",
    retry: "Go on",
    label: "Progress of the new index",
  },
  fetching: {
    title: "Fetch a model",
    fetch: "Fetch",
    resume: "Go on",
    stop: "Stop",
    use: "Use",
    ready: "On this machine",
    about: (size) => `about ${size}`,
    size: (done, total) => `${done} of ${total}`,
    other: "Another model",
    otherHelp: "Its name on the hub, such as Xenova/multilingual-e5-small. It needs weights as ONNX.",
    label: (model) => `Progress of fetching ${model}`,
  },
} satisfies ModelsTexts;

export const modelProblemsEn = {
  ...catalogueProblemsEn,
  "model.too_long":
    "There is more to read than the model can take. Ask in a new conversation, or more briefly. An administrator can choose a model that takes more.",
  "model.cannot_see": "This model cannot be shown images. Ask without them, or choose a model that sees.",
  "model.test_timeout": "No answer in time. Check that the model is loaded and the server free.",
  "embedder.unauthorized": "The server does not accept the key. Correct it.",
  "embedder.no_credit": "The account at the provider has no credit left. Top it up or connect another model.",
  "embedder.not_found":
    "The server does not know this model. Check its name, and that the address is complete: most end in /v1.",
  "embedder.busy": "The server is busy. Try again in a moment.",
  "embedder.unavailable": "The server has a problem. Try again in a moment.",
  "embedder.unreachable": "The server cannot be reached. Check its address and that it runs.",
  "embedder.silent": "The server took too long. Try again; it may be overloaded.",
  "embedder.broken_off": "The server's answer broke off. Try again.",
  "embedder.garbled":
    "The server's answer holds no vectors. Check its address, and that the model is one for embeddings.",
  "embedder.count_wrong": "The server answered with the wrong number of vectors. Try again, or connect another server.",
  "embedder.length_wrong":
    "The vectors have another length than when the model was connected: it is another model. Connect it anew.",
  "embedder.vector_invalid":
    "The server's vectors are zeros or no numbers. Check that the model is one for embeddings.",
  "embedder.runtime_missing":
    "Models cannot run on this machine: onnxruntime-node is missing or does not fit. Run npm ci again, or connect a server.",
  "embedder.model_missing": "The folder of models does not hold this one. Choose another, or fetch it again.",
  "embedder.model_unsupported": "This model cannot be used for finding. Choose another one.",
  "embedder.broken":
    "The model on this machine stopped working. Try again; if it stays, fetch it anew or choose another.",
  "embedder.not_connected": "The model that finds is not connected any more. Connect it again, then retry.",
  "reranker.unauthorized": "The server does not accept the key. Correct it.",
  "reranker.no_credit": "The account at the provider has no credit left. Top it up or connect another model.",
  "reranker.not_found": "The server does not know this model, or the address is wrong. Check both.",
  "reranker.busy": "The server is busy. Try again in a moment.",
  "reranker.unavailable": "The server has a problem. Try again in a moment.",
  "reranker.unreachable": "The server cannot be reached. Check its address and that it runs.",
  "reranker.silent": "The server took too long. Try again; it may be overloaded.",
  "reranker.broken_off": "The server's answer broke off. Try again.",
  "reranker.garbled":
    "The server's answer holds no scores. Check its address, and that the model is one for reranking.",
  "reranker.count_wrong": "The server answered with the wrong number of scores. Try again, or connect another server.",
  "reranker.runtime_missing":
    "Models cannot run on this machine: onnxruntime-node is missing or does not fit. Run npm ci again, or connect a server.",
  "reranker.model_missing": "The folder of models does not hold this one. Choose another, or fetch it again.",
  "reranker.model_unsupported": "This model cannot be used for ranking. Choose another one.",
  "reranker.broken":
    "The model on this machine stopped working. Try again; if it stays, fetch it anew or choose another.",
  "local_model.name_invalid": "The name must look like Xenova/multilingual-e5-small.",
  "local_model.hub_unreachable":
    "The hub cannot be reached, or broke off. Try again: what has come is kept. You can also copy the model's folder into the folder of models.",
  "local_model.hub_refused": "The hub refused. Try again later, or copy the model's folder into the folder of models.",
  "local_model.damaged": "What came is not what the hub named, and was thrown away. Fetch it again.",
  "local_model.unusable": "The hub has no such model, or not as ONNX. Models of Xenova and onnx-community have it.",
  "local_model.not_written": "The folder of models cannot be written. Check that the disk has room, then try again.",
} satisfies ModelProblems;
