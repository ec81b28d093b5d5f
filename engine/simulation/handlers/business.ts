import type { Handler } from "../advance.ts";

/** The business does something to the customer at once. */
export const business: Handler = (world, account, due) => {
  world.business?.due(world, account, due);
};
