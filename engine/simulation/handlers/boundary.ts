import type { Subscription } from "../../account/subscription.ts";
import { reachBoundary } from "../../lifecycle/periods/turn-period.ts";
import type { Handler } from "../advance.ts";

/** Trial end, renewal or planned end of a subscription. */
export const boundary: Handler = (world, account, due) => {
  reachBoundary(world, account, account.subscriptions[due.ref] as Subscription);
};
