import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";

/** Has a function work on `input`, without waiting for it. It may run twice. */
export type Invoke<Input> = (input: Input) => Promise<void>;

/** Invokes a function of AWS Lambda as an event. */
export function lambdaInvoker<Input>(functionName: string, client: Pick<LambdaClient, "send">): Invoke<Input> {
  return async (input) => {
    const Payload = Buffer.from(JSON.stringify(input));
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: "Event", Payload }));
  };
}
