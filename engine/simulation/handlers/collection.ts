import type { Subscription } from "../../account/subscription.ts";
import { resumeAsPlanned } from "../../lifecycle/pauses/pause-collection.ts";
import type { Handler } from "../advance.ts";

/** `resumes_at` of a subscription's `pause_collection`. */
export const collection: Handler = (world, account, due) => {
  resumeAsPlanned(world, account, account.subscriptions[due.ref] as Subscription);
};
