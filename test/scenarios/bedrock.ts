import { vi } from "vitest";
import { awsClients } from "@docent/core/models/aws/aws-client";
import type { BedrockAddress } from "@docent/core/models/aws/bedrock-address";
import { chatModels } from "@docent/core/models/chat-models";
import { answerText, brokenCalls, calls } from "../contracts/chat-model.ts";
import { type BedrockFault, type BedrockScenario, fakeBedrock, type FakeBedrock } from "../fakes/bedrock-server.ts";
import { withTool, type ChatProvider, type ChatScenario, type Outcome, type ScenarioSet } from "./chat-scenario.ts";

export const bedrockSecret = "very-secret-key-1234567890";
const key = { type: "iam", accessKeyId: "AKIDEXAMPLE", secretAccessKey: bedrockSecret } as const;

export interface BedrockSet extends ScenarioSet {
  server: FakeBedrock;
}

export interface BedrockSetting {
  http?: "1.1" | "2";
  address?: Partial<BedrockAddress>;
  retries?: number;
}

/** The client finds the server as it would find a private link to AWS. */
export async function setBedrock(
  scenario: BedrockScenario | readonly BedrockScenario[],
  { http = "2", address, retries = 0 }: BedrockSetting = {},
): Promise<BedrockSet> {
  const server = await fakeBedrock(...[scenario].flat());
  vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url);
  const patienceMs = patienceFor(scenario);
  const aws = awsClients({ http, retries });
  const models = chatModels({ firstEventMs: patienceMs, nextEventMs: patienceMs, aws });
  const model = models.connect({
    provider: "bedrock",
    region: "us-east-1",
    key,
    model: "anthropic.claude-3-7-sonnet-20250219-v1:0",
    ...address,
  });
  return {
    server,
    model,
    lastCall: () => server.log.at(-1)?.closed,
    count: () => server.log.length,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Little where silence is the point; else enough for a busy machine. */
export function patienceFor(scenario: BedrockScenario | readonly BedrockScenario[]): number {
  const isSilent = [scenario].flat().some(({ fault, metadata }) => fault?.type === "hangs" || metadata === "hangs");
  return isSilent ? 800 : 20_000;
}

export const refusal = (status: number, name: string, message = name): BedrockFault => ({
  type: "refuses",
  status,
  name,
  message,
});
export const invalid = (message: string) => refusal(400, "ValidationException", message);
export const denied = (message: string) => refusal(403, "AccessDeniedException", message);
export const exception = (name: string, message = name): BedrockFault => ({ type: "exception", name, message });

/** What Bedrock does, over either version of HTTP. */
export function bedrockScenarios(http: "1.1" | "2"): readonly ChatScenario[] {
  const scenario = (
    when: string,
    comes: Outcome,
    played: BedrockScenario,
    setting: BedrockSetting = {},
  ): ChatScenario => ({
    when,
    comes,
    set: () => setBedrock({ text: answerText, ...played }, { http, ...setting }),
  });
  const fault = (when: string, comes: Outcome, struck: BedrockFault, faultAfter = 0): ChatScenario =>
    scenario(when, comes, { fault: struck, faultAfter });
  const guardrail = { id: "gr-1", version: "2" };
  const may =
    "User: arn:aws:iam::123456789012:user/eve is not authorized to perform: bedrock:InvokeModelWithResponseStream on resource: arn:aws:bedrock:us-east-1::foundation-model/x";

  return [
    scenario("answers", "answer", {}),
    scenario("answers in parts cut inside of characters and lines", "answer", { chunkBytes: 7 }),
    scenario("answers all at once", "answer", { glued: true }),
    scenario("sends events that no client knows between those of the answer", "answer", { unknownEvents: true }),
    scenario("thinks beside the answer", "answer", { reasoning: "Let me look." }),
    scenario("thinks in the answer", "answer", { text: `<think>secret [9]</think>\n\n${answerText}`, pieceLength: 3 }),
    scenario("comes to the limit of the answer's length", "cut", { stopReason: "max_tokens" }),
    {
      ...scenario("is at work when the person stops", "stopped", { text: answerText.repeat(20), pieceMs: 60 }),
      isStopped: true,
    },
    scenario("ends without saying what it cost", "answer", { metadata: "absent" }),
    scenario("ends and falls silent before it says what it cost", "answer", { metadata: "hangs" }),
    fault("breaks the connection before it answers", "model.unreachable", { type: "killed" }),
    fault("breaks the connection in the middle", "model.broken_off", { type: "killed" }, 2),
    fault("resets the stream in the middle", "model.broken_off", { type: "reset" }, 2),
    fault("ends in the middle as if all were well", "model.broken_off", { type: "truncated" }, 2),
    fault("ends in the middle of a frame", "model.broken_off", { type: "half-frame" }, 2),
    fault("sends a frame whose checksum is wrong", "model.broken_off", { type: "wrong-checksum" }, 2),
    fault("sends nothing and ends", "model.broken_off", { type: "nothing" }),
    fault(
      "reports an error in the middle",
      "model.broken_off",
      exception("modelStreamErrorException", "The model is out of memory."),
      2,
    ),
    fault("reports an error of its own in the middle", "model.broken_off", exception("internalServerException"), 2),
    fault("goes down in the middle", "model.broken_off", exception("serviceUnavailableException"), 2),
    fault("refuses the request in the middle", "model.broken_off", exception("validationException", "odd"), 2),
    fault("becomes busy in the middle", "model.busy", exception("throttlingException"), 2),
    fault("finds in the middle that it takes too long", "model.silent", exception("modelTimeoutException"), 2),
    fault(
      "reports an error that no client knows",
      "model.broken_off",
      { type: "error", code: "Strange", message: "odd" },
      2,
    ),
    fault(
      "reports an error as the first thing",
      "model.unavailable",
      exception("modelStreamErrorException", "The model is out of memory."),
    ),
    fault("says as the first thing that it is busy", "model.busy", exception("throttlingException")),
    fault("never begins", "model.silent", { type: "hangs" }),
    fault("falls silent in the middle", "model.silent", { type: "hangs" }, 2),
    fault("finds that it takes too long", "model.silent", refusal(408, "ModelTimeoutException")),
    fault("sends a web page", "model.garbled", { type: "web-page" }),
    scenario("withholds the answer by its rules", "model.filtered", { stopReason: "content_filtered" }),
    scenario("writes what it cannot read itself", "model.broken_off", { stopReason: "malformed_model_output" }),
    scenario(
      "has a guardrail that stops the question",
      "model.guarded",
      {
        stopReason: "guardrail_intervened",
        guardrail: {
          inputAssessment: {
            "gr-1": { topicPolicy: { topics: [{ name: "Investment advice", type: "DENY", action: "BLOCKED" }] } },
          },
        },
      },
      { address: { guardrail } },
    ),
    scenario(
      "has a guardrail that masks something in the answer",
      "answer",
      {
        stopReason: "guardrail_intervened",
        guardrail: {
          outputAssessments: {
            "gr-1": [
              {
                sensitiveInformationPolicy: {
                  piiEntities: [{ match: "a@b.example", type: "EMAIL", action: "ANONYMIZED" }],
                  regexes: [],
                },
              },
            ],
          },
        },
      },
      { address: { guardrail } },
    ),
    fault(
      "does not have the guardrail",
      "model.refused",
      invalid("The guardrail identifier or version provided in the request does not exist."),
    ),
    fault(
      "refuses the key",
      "model.unauthorized",
      refusal(403, "UnrecognizedClientException", "The security token included in the request is invalid."),
    ),
    fault(
      "refuses the bearer key",
      "model.unauthorized",
      denied("Authentication failed: Please make sure your API Key is valid."),
    ),
    fault(
      "refuses the key because it has run out",
      "model.unauthorized",
      refusal(403, "ExpiredTokenException", "The security token included in the request is expired"),
    ),
    fault(
      "refuses a request that a wrong clock has dated",
      "model.unauthorized",
      refusal(403, "InvalidSignatureException", "Signature expired: x is now earlier than y"),
    ),
    fault(
      "does not allow the call to this key",
      "model.unauthorized",
      denied(`${may} because no identity-based policy allows it`),
    ),
    fault(
      "is forbidden by a rule of the organisation",
      "model.unauthorized",
      denied(`${may} with an explicit deny in a service control policy`),
    ),
    fault(
      "has not opened the model to the account",
      "model.unauthorized",
      denied("You don't have access to the model with the specified model ID."),
    ),
    fault(
      "wants a form filled in before it opens the model",
      "model.unauthorized",
      refusal(404, "ResourceNotFoundException", "Model use case details have not been submitted for this account."),
    ),
    fault(
      "wants the model subscribed to",
      "model.unauthorized",
      denied("Model access is denied due to missing AWS Marketplace actions (aws-marketplace:Subscribe)"),
    ),
    fault("has not opened any model to the account", "model.unauthorized", invalid("Operation not allowed")),
    fault("does not know the model", "model.not_found", invalid("The provided model identifier is invalid.")),
    fault(
      "has the model only behind an inference profile",
      "model.not_found",
      invalid("Invocation of model ID x with on-demand throughput isn’t supported."),
    ),
    fault(
      "has the model no more",
      "model.not_found",
      refusal(404, "ResourceNotFoundException", "This model version has reached the end of its life."),
    ),
    fault(
      "refuses the request",
      "model.refused",
      invalid("The value for arn:aws:bedrock:us-east-1:123456789012:inference-profile/x is odd."),
    ),
    fault(
      "is busy",
      "model.busy",
      refusal(429, "ThrottlingException", "Too many requests, please wait before trying again."),
    ),
    fault(
      "has given the tokens of the day",
      "model.busy",
      refusal(429, "ThrottlingException", "Too many tokens per day, please wait before trying again."),
    ),
    fault("has given all that the account may have", "model.busy", refusal(400, "ServiceQuotaExceededException")),
    fault("is still starting", "model.busy", refusal(429, "ModelNotReadyException")),
    fault("has a problem", "model.unavailable", refusal(500, "InternalServerException")),
    fault("is down", "model.unavailable", refusal(503, "ServiceUnavailableException")),
    fault("has a model that fails", "model.unavailable", refusal(424, "ModelErrorException", "out of memory")),
    fault("finds the question too long", "model.too_long", invalid("Input is too long for requested model.")),
    fault(
      "is shown an image that it cannot take",
      "model.cannot_see",
      invalid("This model doesn't support the image content block that you provided."),
    ),
    { ...scenario("calls a service", "call", { calls }), prompt: withTool },
    {
      ...scenario("does not write to its end what it calls", "model.tool_broken", { calls: brokenCalls }),
      prompt: withTool,
    },
    {
      ...fault("calls no services", "model.without_tools", invalid("This model doesn't support tool use.")),
      prompt: withTool,
    },
    {
      when: "cannot be reached",
      comes: "model.unreachable",
      async set() {
        const set = await setBedrock({}, { http });
        await set.server[Symbol.asyncDispose]();
        return { ...set, [Symbol.asyncDispose]: async () => undefined };
      },
    },
    {
      when: "cannot be reached, since its region is in China",
      comes: "model.unreachable",
      async set() {
        const set = await setBedrock({}, { http, address: { region: "cn-north-1" } });
        await set.server[Symbol.asyncDispose]();
        return { ...set, [Symbol.asyncDispose]: async () => undefined };
      },
    },
    {
      when: "is busy once",
      comes: "answer",
      set: () =>
        setBedrock([{ fault: refusal(503, "ServiceUnavailableException") }, { text: answerText }], {
          http,
          retries: 1,
        }),
    },
    {
      when: "is busy once, and says so as the first thing",
      comes: "answer",
      set: () => setBedrock([{ fault: exception("throttlingException") }, { text: answerText }], { http, retries: 1 }),
    },
    {
      when: "does not take a parameter",
      comes: "answer",
      prompt: { parameters: { temperature: 0.5 } },
      set: () =>
        setBedrock([{ fault: invalid("`temperature` is deprecated for this model.") }, { text: answerText }], { http }),
    },
  ];
}

export const bedrock: ChatProvider = { name: "Bedrock", scenarios: bedrockScenarios("2") };
