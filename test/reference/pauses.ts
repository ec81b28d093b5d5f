import type { PauseCollection } from "../../engine/actions/action.ts";
import { hasEnded, type Life, refuseUnless, type Subscription } from "./state.ts";

/** P1, P3. Which invoices it reaches is settled where they are drafted. */
export function pauseCollection(life: Life, subscription: Subscription, { pause }: PauseCollection): void {
  if (pause === undefined) {
    if (!hasEnded(subscription)) resumeCollection(subscription);
    return;
  }
  refuseUnless(!hasEnded(subscription), "it has ended");
  refuseUnless(subscription.status !== "incomplete", "while incomplete only cancel, card and pay are allowed");
  checkUntil(life, pause.resumesAt);
  subscription.collection = { behavior: pause.behavior, until: pause.resumesAt };
}

export function checkUntil(life: Life, until: number | undefined): void {
  refuseUnless(until === undefined || until > life.now, "collection resumes later than now");
}

export function resumeCollection(subscription: Subscription): void {
  subscription.collection = undefined;
}
