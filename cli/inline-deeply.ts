import { setFlagsFromString } from "node:v8";

/**
 * Lets the compiler make longer pieces of machine code of the engine, which is many small functions that call each other in a long chain:
 * V8 stops inlining after 920 bytecodes, in the middle of a renewal. Worth a fifth of a big run's time (docs/performance.md) and nothing
 * else: results do not depend on it.
 */
export function inlineDeeply(): void {
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=6000");
  // What only passes a fact on is part of the caller even then.
  setFlagsFromString("--max-inlined-bytecode-size-small=45");
}
