import type { Subscription } from "../../account/subscription.ts";
import { expireSignUp } from "../../lifecycle/end-subscription.ts";
import type { Handler } from "../advance.ts";

/** 23 hours after the sign-up: what is still incomplete gives up. */
export const expiry: Handler = (world, account, due) => {
  const subscription = account.subscriptions[due.ref] as Subscription;
  if (subscription.status === "incomplete") expireSignUp(world, account, subscription, "expired");
};
