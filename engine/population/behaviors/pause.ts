import { DUE, UNORDERED } from "../../account/agenda.ts";
import type { Subscription } from "../../account/subscription.ts";
import { addDuration } from "../../calendar/duration.ts";
import { NEVER } from "../../calendar/instant.ts";
import { pause } from "../../lifecycle/pauses/pause.ts";
import type { PauseBehavior } from "../population.ts";
import { type BehaviorKind, isServed } from "./behavior-kind.ts";

/** What falls due in a drawn life when a pause of its own is over; the generation is the subscription's ordinal. */
export const PAUSE_ENDS = -4;

export const pauseKind: BehaviorKind<PauseBehavior> = {
  kind: "pause",
  isAtRisk: (_, __, subscription: Subscription) => isServed(subscription) && subscription.cancelAt === NEVER,
  happen(behavior, { world, account, subscription }) {
    pause(world, account, { kind: "pause", prorate: false }, subscription.name);
    account.agenda.push(addDuration(account.now, behavior.for), DUE.behavior, UNORDERED, PAUSE_ENDS, subscription.ordinal);
  },
};
