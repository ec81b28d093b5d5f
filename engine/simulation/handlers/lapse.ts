import type { Handler } from "../advance.ts";

/** A drawn customer does not renew: told just before the boundary. */
export const lapse: Handler = (world, account, due) => {
  account.life?.lapse(world, account, due);
};
