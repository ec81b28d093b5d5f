import type { Handler } from "../advance.ts";

/** Somebody wants to look, just after everything of the instant. */
export const probe: Handler = (world, account, due) => {
  world.sink.probe(due.at, account, due.ref);
};
