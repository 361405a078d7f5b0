import { createHash } from "node:crypto";
import type { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import type { SageMakerPlace } from "./sagemaker-address.ts";

export interface SageMakerCall {
  body: unknown;
  /** Goes to the container as custom attributes, for example `accept_eula=true`. */
  attributes: string | undefined;
  /** How often a request that SageMaker could not take is sent again, before anything has come. The SDK's own budget is the default. */
  retries: number | undefined;
  signal: AbortSignal;
}

/** Endpoints of SageMaker. Errors are those of the SDK. */
export interface SageMakerRuntime {
  invoke(place: SageMakerPlace, call: SageMakerCall): Promise<Uint8Array>;
  /** The bytes of the container as they come, cut anywhere. Only `call.signal` stops the container's work. */
  stream(place: SageMakerPlace, call: SageMakerCall): Promise<AsyncIterable<Uint8Array>>;
}

/** A stream holds its socket to its end: of the fifty of the default, the next people would wait unseen for one. */
const sockets = { keepAlive: true, maxSockets: 1_000 };

/** Calls endpoints through clients that are kept, one for each region and key, with their connections. */
export function sageMakerRuntime(): SageMakerRuntime {
  const clients = new Map<string, SageMakerRuntimeClient>();

  async function clientFor(
    { region, key }: SageMakerPlace,
    retries: number | undefined,
  ): Promise<SageMakerRuntimeClient> {
    const { SageMakerRuntimeClient: Client } = await import("@aws-sdk/client-sagemaker-runtime");
    // the key counts too, and is not kept for it
    const name = createHash("sha256")
      .update(JSON.stringify([region, key, retries]))
      .digest("hex");
    const client =
      clients.get(name) ??
      new Client({
        region,
        ...(retries !== undefined && { maxAttempts: retries + 1 }),
        ...(key && { credentials: key }),
        requestHandler: { connectionTimeout: 5_000, httpAgent: sockets, httpsAgent: sockets },
      });
    clients.set(name, client);
    return client;
  }

  return {
    async invoke(place, call) {
      const client = await clientFor(place, call.retries);
      const { InvokeEndpointCommand } = await import("@aws-sdk/client-sagemaker-runtime");
      const { archive } = place;
      const command = new InvokeEndpointCommand({ ...inputOf(place, call), ...(archive && { TargetModel: archive }) });
      const { Body } = await client.send(command, { abortSignal: call.signal });
      return Body ?? new Uint8Array();
    },
    async stream(place, call) {
      const client = await clientFor(place, call.retries);
      const { InvokeEndpointWithResponseStreamCommand } = await import("@aws-sdk/client-sagemaker-runtime");
      const command = new InvokeEndpointWithResponseStreamCommand(inputOf(place, call));
      const { Body } = await client.send(command, { abortSignal: call.signal });
      return bytesOf(Body ?? []);
    },
  };
}

function inputOf({ endpoint, component }: SageMakerPlace, { body, attributes }: SageMakerCall) {
  return {
    EndpointName: endpoint,
    ...(component && { InferenceComponentName: component }),
    ...(attributes && { CustomAttributes: attributes }),
    ContentType: "application/json",
    Body: new TextEncoder().encode(JSON.stringify(body)),
  };
}

async function* bytesOf(
  events: Iterable<never> | AsyncIterable<{ PayloadPart?: { Bytes?: Uint8Array | undefined } | undefined }>,
): AsyncGenerator<Uint8Array> {
  for await (const { PayloadPart } of events) if (PayloadPart?.Bytes?.length) yield PayloadPart.Bytes;
}
