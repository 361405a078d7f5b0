import type { ChatProvider } from "./chat-scenario.ts";
import { sageMaker } from "./sagemaker.ts";

/** In the order of the columns in docs/models.md. */
export const providers: readonly ChatProvider[] = [sageMaker];
