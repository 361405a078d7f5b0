import { bedrock } from "./bedrock.ts";
import type { ChatProvider } from "./chat-scenario.ts";
import { openAi } from "./openai.ts";
import { sageMaker } from "./sagemaker.ts";

/** In the order of the columns in docs/models.md. */
export const providers: readonly ChatProvider[] = [openAi, bedrock, sageMaker];
