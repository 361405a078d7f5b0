import { awsDesk } from "../compose/aws-desk.ts";
import { awsLog } from "../compose/aws-log.ts";
import { composeSockets } from "../compose/aws-sockets.ts";
import { deskGateway, type SessionDesk } from "../websocket/gateway/desk-gateway.ts";
import { stage } from "./stage.ts";

let made: Promise<SessionDesk> | undefined;

function desk(): Promise<SessionDesk> {
  made ??= stage().then(awsDesk);
  made.catch(() => (made = undefined));
  return made;
}

/** The desk's sockets, as one of their functions serves them. */
export const gateway = deskGateway(desk, { ...composeSockets(), log: awsLog });
