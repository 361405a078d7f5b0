import { vi } from "vitest";
import type { SageMakerAddress } from "@docent/core/models/aws/sagemaker-address";
import { chatModels } from "@docent/core/models/chat-models";
import { answerText, brokenCalls, calls } from "../contracts/chat-model.ts";
import {
  fakeSageMaker,
  type FakeSageMaker,
  type SageMakerFault,
  type SageMakerScenario,
} from "../fakes/sagemaker-server.ts";
import {
  limitsFor,
  withImage,
  withTool,
  type ChatProvider,
  type ChatScenario,
  type Outcome,
  type ScenarioSet,
} from "./chat-scenario.ts";

export const sageMakerSecret = "very-secret-key-1234567890";

export interface SageMakerSet extends ScenarioSet {
  server: FakeSageMaker;
}

const sageMakerAddress: SageMakerAddress = {
  provider: "sagemaker",
  region: "us-east-1",
  key: { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: sageMakerSecret },
  endpoint: "chat-1",
  contract: "messages",
  model: "qwen2.5-7b",
};

/** The client finds the server as it would find a private link to AWS. */
export async function setSageMaker(
  scenario: SageMakerScenario | readonly SageMakerScenario[],
  differently: Partial<SageMakerAddress> = {},
  retries = 0,
  address = sageMakerAddress,
): Promise<SageMakerSet> {
  const server = await fakeSageMaker(...[scenario].flat());
  vi.stubEnv("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", server.url);
  const isSilent = [scenario].flat().some((one) => one.fault?.type === "hangs");
  const model = chatModels({ ...limitsFor(isSilent), retries }).connect({
    ...address,
    ...differently,
  });
  return {
    server,
    model,
    lastCall: () => server.log.at(-1)?.closed,
    count: () => server.log.length,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const scenario = (
  when: string,
  comes: Outcome,
  played: SageMakerScenario,
  address?: Partial<SageMakerAddress>,
): ChatScenario => ({ when, comes, set: () => setSageMaker({ text: answerText, ...played }, address) });

const fault = (when: string, comes: Outcome, struck: SageMakerFault, faultAfter = 0): ChatScenario =>
  scenario(when, comes, { fault: struck, faultAfter });

const refuses = (when: string, comes: Outcome, status: number, name: string, message?: string): ChatScenario =>
  fault(when, comes, { type: "status", status, name, ...(message && { message }) });

export const sageMaker: ChatProvider = {
  name: "SageMaker",
  scenarios: [
    scenario("answers", "answer", {}),
    scenario("answers in parts cut inside of characters and lines", "answer", { partBytes: 7, chunkBytes: 5 }),
    scenario("answers all at once", "answer", { glued: true, noise: true }),
    scenario("thinks beside the answer", "answer", { reasoning: "Let me look." }),
    scenario("thinks beside the answer, under the newer name", "answer", {
      reasoning: "Let me look.",
      reasoningField: "reasoning",
    }),
    scenario("thinks in the answer", "answer", { text: `<think>secret [9]</think>\n\n${answerText}`, pieceLength: 3 }),
    scenario("comes to the limit of the answer's length", "cut", { reason: "length" }),
    {
      ...scenario("is at work when the person stops", "stopped", { text: answerText.repeat(20), pieceMs: 60 }),
      isStopped: true,
    },
    fault("breaks the connection before it answers", "model.unreachable", { type: "killed" }),
    fault("breaks the connection in the middle", "model.broken_off", { type: "killed" }, 2),
    fault("ends in the middle as if all were well", "model.broken_off", { type: "truncated" }, 2),
    fault("ends in the middle of a line", "model.broken_off", { type: "half-line" }, 2),
    fault("ends in the middle of a frame", "model.broken_off", { type: "half-frame" }, 2),
    fault("sends a frame whose checksum is wrong", "model.broken_off", { type: "wrong-checksum" }, 2),
    fault("sends nothing and ends", "model.broken_off", { type: "nothing" }),
    fault(
      "reports an error in the middle",
      "model.broken_off",
      { type: "error-line", message: "the engine stopped" },
      2,
    ),
    scenario("reports an error in the middle, in the words of an older vLLM", "model.broken_off", {
      container: "messages-older",
      fault: { type: "error-line", message: "the engine stopped" },
      faultAfter: 2,
    }),
    fault(
      "reports an error of the container in the middle",
      "model.broken_off",
      {
        type: "stream-exception",
        name: "ModelStreamError",
        message: "The model took longer than the endpoint allows.",
      },
      2,
    ),
    fault(
      "reports an error of its own in the middle",
      "model.broken_off",
      { type: "stream-exception", name: "InternalStreamFailure", message: "internal" },
      2,
    ),
    fault("reports an error that no client knows", "model.broken_off", { type: "unmodelled-error" }, 2),
    fault("reports an error as the first thing", "model.unavailable", {
      type: "stream-exception",
      name: "ModelStreamError",
      message: "CUDA out of memory",
    }),
    fault("never begins", "model.silent", { type: "hangs" }),
    fault("falls silent in the middle", "model.silent", { type: "hangs" }, 2),
    fault("sends broken JSON", "model.garbled", { type: "broken-json" }, 2),
    fault("sends a web page", "model.garbled", { type: "web-page" }),
    scenario("speaks another dialect than was configured", "model.garbled", { container: "tgi" }),
    scenario(
      "ends by an error that it names as the reason",
      "model.broken_off",
      { container: "lmi", reason: "error" },
      {
        contract: "lmi",
      },
    ),
    scenario("withholds the answer by its rules", "model.filtered", { reason: "content_filter" }),
    refuses("refuses the key", "model.unauthorized", 403, "UnrecognizedClientException"),
    refuses("refuses the key because it has run out", "model.unauthorized", 403, "ExpiredTokenException"),
    refuses(
      "refuses a request that a wrong clock has dated",
      "model.unauthorized",
      403,
      "InvalidSignatureException",
      "Signature expired: 20260101T000000Z is now earlier than 20261127T000000Z",
    ),
    {
      when: "is called without any credentials",
      comes: "model.unauthorized",
      async set() {
        const { key: _, ...address } = sageMakerAddress;
        const set = await setSageMaker({}, {}, 0, address);
        vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
        for (const name of ["AWS_ACCESS_KEY_ID", "AWS_PROFILE"]) vi.stubEnv(name, "");
        for (const name of ["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"]) vi.stubEnv(name, "/nowhere");
        return set;
      },
    },
    refuses("does not allow the call to this key", "model.unauthorized", 403, "AccessDeniedException"),
    refuses(
      "does not know the model",
      "model.not_found",
      400,
      "ValidationError",
      "Endpoint chat-1 of account 123456789012 not found.",
    ),
    refuses(
      "refuses the request",
      "model.refused",
      400,
      "ValidationError",
      "Inference Component Name header is required",
    ),
    refuses("is busy", "model.busy", 400, "ThrottlingException", "Rate exceeded"),
    refuses("is still starting", "model.busy", 429, "ModelNotReadyException"),
    refuses("has a problem", "model.unavailable", 500, "InternalFailure"),
    refuses("is down", "model.unavailable", 503, "ServiceUnavailable"),
    fault("has a container that refuses the request", "model.refused", {
      type: "model-error",
      status: 422,
      message: "temperature must be strictly positive",
    }),
    fault("has a container that fails", "model.unavailable", {
      type: "model-error",
      status: 500,
      message: "CUDA out of memory",
    }),
    fault("has a container that is busy", "model.busy", { type: "model-error", status: 429, message: "queue full" }),
    fault("finds the question too long", "model.too_long", {
      type: "model-error",
      status: 400,
      message: "This model's maximum context length is 4096 tokens. However, you requested 5012 tokens.",
    }),
    {
      ...fault("is shown an image that it cannot take", "model.cannot_see", {
        type: "model-error",
        status: 400,
        message: "At most 0 image(s) may be provided in one prompt.",
      }),
      prompt: withImage,
    },
    { ...scenario("calls a service", "call", { calls }), prompt: withTool },
    {
      ...scenario("does not write to its end what it calls", "model.tool_broken", { calls: brokenCalls }),
      prompt: withTool,
    },
    {
      ...fault("calls no services", "model.without_tools", {
        type: "model-error",
        status: 400,
        message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
      }),
      prompt: withTool,
    },
    {
      ...scenario("has a contract without a place for images", "model.cannot_see", {}, { contract: "tgi" }),
      prompt: withImage,
    },
    scenario("has a contract that does not exist", "model.contract_invalid", {}, { contract: "no-such" }),
    {
      when: "cannot be reached",
      comes: "model.unreachable",
      async set() {
        const set = await setSageMaker({});
        await set.server[Symbol.asyncDispose]();
        return { ...set, [Symbol.asyncDispose]: async () => undefined };
      },
    },
    {
      when: "is busy once",
      comes: "answer",
      set: () =>
        setSageMaker(
          [{ fault: { type: "status", status: 503, name: "ServiceUnavailable" } }, { text: answerText }],
          {},
          1,
        ),
    },
  ],
};
