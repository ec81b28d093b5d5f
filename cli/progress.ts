import type { FactSink } from "../engine/account/facts.ts";
import type { Console } from "./console.ts";

/** Work shorter than this shows no progress. */
const QUIET_MS = 1000;
const EVERY_MS = 100;
const WIDTH = 30;

/**
 * Lets a sink draw a bar on stderr while a long run goes through its customers, and wipe it at the end. Only on a terminal; the run itself is not
 * touched. Where nobody knows how many customers there will be, it counts them. Answers what wipes the bar when the run ends early.
 */
export function drawProgress(sink: FactSink, customers: number | undefined, console: Console, clock: () => number = Date.now): () => void {
  if (!console.showsProgress) return () => {};
  const { end } = sink;
  let done = 0;
  let next = clock() + QUIET_MS;
  let drawn = false;
  const wipe = (): void => {
    if (drawn) console.err("\r\u001B[K");
    drawn = false;
  };
  sink.end = (account) => {
    end.call(sink, account);
    done++;
    if (clock() < next) return;
    next = clock() + EVERY_MS;
    drawn = true;
    console.err(`\r${customers === undefined ? `${done} customers` : bar(done, customers)}`);
  };
  return wipe;
}

/** `[######------] 1200 of 2400 customers` */
export function bar(done: number, total: number): string {
  const filled = Math.floor((done / total) * WIDTH);
  return `[${"#".repeat(filled)}${"-".repeat(WIDTH - filled)}] ${done} of ${total} customers`;
}
