import type { Subscription } from "../../account/subscription.ts";
import { expireResumption } from "../../lifecycle/pauses/resume.ts";
import { expireSignUp } from "../../lifecycle/subscriptions/end-subscription.ts";
import type { Handler } from "../advance.ts";

/** 23 hours after a sign-up or a resumption: what is still not paid gives up. */
export const expiry: Handler = (world, account, due) => {
  const subscription = account.subscriptions[due.ref] as Subscription;
  if (subscription.status === "incomplete") expireSignUp(world, account, subscription, "expired");
  else expireResumption(world, account, subscription, due.generation);
};
