import type { FailureProblems } from "./failures.zh.ts";

export const failureProblemsEn = {
  "model.gone": "That model is not in the catalogue any more. Reload the list.",
  "model.configured": "This model comes from the desk's configuration. It can be changed there only.",
  "model.refused": "The model server refused the request. An administrator can test the connection in the settings.",
  "model.guarded":
    "Your organisation's guardrail stopped the question or its answer. Ask in other words; an administrator can see the rule in the guardrail's settings at AWS.",
  "model.contract_invalid":
    "The contract of the model's container is wrong. An administrator can correct it in the settings.",
  "model.tool_broken":
    "The model did not write down in full what to look up. Ask again; if it stays, choose another model.",
  "model.without_tools": "This model cannot call services by itself. Choose a model that calls functions.",
  "embedder.refused": "The server refused the request. Check the model's settings, and test the connection.",
  "embedder.too_long":
    "A text is longer than the model that embeds can take. An administrator can choose one that takes more.",
  "embedder.name_invalid": "A model cannot have this name. Correct it, or choose one from the list.",
  "reranker.refused": "The server refused the request. Check the model's settings, and test the connection.",
  "reranker.too_long":
    "A text is longer than the model that ranks can take. An administrator can choose one that takes more.",
  "reranker.name_invalid": "A model cannot have this name. Correct it, or choose one from the list.",
  "image_model.unauthorized":
    "The image model's provider does not accept the key, or the account may not use it. An administrator can correct that.",
  "image_model.not_found": "The provider has no such image model. Check its name, and its address or region.",
  "image_model.busy": "The image model is busy. Try again in a moment.",
  "image_model.unavailable": "The image model is not available. Try again in a moment.",
  "image_model.unreachable":
    "The image model cannot be reached. An administrator can check its address or region, and the network.",
  "image_model.silent": "The image model took too long. Try again; it may be overloaded.",
  "image_model.broken_off": "The image model broke off. Try again.",
  "image_model.garbled": "The image model's answer holds no image. Try again; if it stays, choose another model.",
  "image_model.filtered": "The image model's rules on content do not allow this image. Try again in other words.",
  "image_model.refused":
    "The image model refused the request. Try other words or another size; an administrator can test the connection.",
  "image_model.too_long": "The description of the image is too long. Shorten it.",
  "image_model.model_unsupported": "This model cannot make images. Choose another one.",
  "library.managed":
    "The library is connected to a knowledge base. An administrator can disconnect it first; then the library can be deleted.",
  "knowledge_base.unauthorized":
    "AWS does not allow this knowledge base to be read. An administrator can correct the key or its permissions in the library's settings.",
  "knowledge_base.not_found":
    "AWS has no such knowledge base in this region. An administrator can check its id and the region.",
  "knowledge_base.busy": "The knowledge base is busy. Ask again in a moment.",
  "knowledge_base.unavailable": "The knowledge base is not available. Ask again in a moment.",
  "knowledge_base.unreachable":
    "The knowledge base cannot be reached. An administrator can check the region and the way to AWS.",
  "knowledge_base.silent": "The knowledge base took too long. Ask again.",
  "knowledge_base.broken_off": "The knowledge base broke off. Ask again.",
  "knowledge_base.garbled":
    "What the knowledge base said cannot be read. Ask again; if it stays, tell an administrator.",
  "knowledge_base.refused": "The knowledge base refused the request. An administrator can check its settings.",
  "knowledge_base.too_long": "The question is too long for the knowledge base. Ask more briefly.",
  "tool.no_address": "The service for this has no address yet. An editor can add it under Tune → Intents.",
  "tool.forbidden_address":
    "The service's address may not be called: it leads into a private network, or is not written as one. An administrator can allow it for this intent.",
  "tool.unreachable": "The service for this cannot be reached. Try again later, or tell an editor.",
  "tool.too_long": "The service answered with too much to read. An editor can have it answer more briefly.",
  "tool.failed": "The service for this reported an error. Try again later, or tell an editor.",
  "search.question_too_long": "There is too much to search for. Shorten it.",
  "search.platform_unsupported":
    "There is no search engine that runs on this machine. An administrator can install Docent anew.",
  "search.unreachable": "The search engine does not answer. Try again in a minute; if it stays, tell an administrator.",
  "search.unauthorised":
    "The search engine refused this desk. An administrator can check the name and password of OpenSearch.",
  "search.overloaded": "The search engine has more to do than it can. Try again in a minute.",
  "search.version_unsupported":
    "The search engine is too old for this desk. An administrator can connect OpenSearch 2.19 or newer.",
  "index.being_made": "The search index is being made anew from a backup. Ask again when it is complete.",
  "index.rebuild_failed":
    "Some documents did not get into the new index. Try again; if it stays, tell an administrator.",
  "path.not_found": "There is no such file. Check its path.",
  "request.foreign_origin": "The request came from another site and was not taken. Use Docent's own pages.",
  "socket.ticket_required": "The connection has expired. Reload the page.",
} satisfies FailureProblems;
