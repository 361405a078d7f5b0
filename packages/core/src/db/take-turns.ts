import { setImmediate as pause } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";

/**
 * PGlite works in this thread, and one statement follows the other without ever letting go of it: while fifty people
 * ask, requests and sockets waited half a second for their turn. A pause after each statement, and after each
 * transaction as a whole, lets everything else in between.
 */
export function takeTurns(lite: PGlite): PGlite {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act);
    last = turn.then(
      () => pause(),
      () => pause(),
    );
    return turn;
  };
  const query: PGlite["query"] = lite.query.bind(lite);
  const exec: PGlite["exec"] = lite.exec.bind(lite);
  const transaction: PGlite["transaction"] = lite.transaction.bind(lite);
  lite.query = (...given) => inTurn(() => query(...given));
  lite.exec = (...given) => inTurn(() => exec(...given));
  lite.transaction = (...given) => inTurn(() => transaction(...given));
  return lite;
}
