/// <reference path="../.sst/platform/config.d.ts" />
import type { Stage } from "./stage";

/**
 * The desk's own secret, made at the first deployment: it seals model keys and signs sessions. Losing it makes the keys
 * unreadable, so it outlives the stage in prod.
 */
export function secrets(stage: Stage) {
  const value = new random.RandomPassword("DeskSecretValue", { length: 48, special: false });
  const desk = new aws.secretsmanager.Secret(
    "DeskSecret",
    { recoveryWindowInDays: stage.prod ? 30 : 0 },
    { retainOnDelete: stage.prod },
  );
  new aws.secretsmanager.SecretVersion("DeskSecretVersion", { secretId: desk.id, secretString: value.result });
  return { desk, value: value.result };
}
export type Secrets = ReturnType<typeof secrets>;
