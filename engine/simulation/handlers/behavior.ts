import type { Handler } from "../advance.ts";

/** A drawn customer does something. */
export const behavior: Handler = (world, account, due) => {
  account.life?.due(world, account, due);
};
