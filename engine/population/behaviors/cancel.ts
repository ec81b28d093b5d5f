import { NEVER } from "../../calendar/instant.ts";
import { cancel } from "../../lifecycle/subscriptions/cancel.ts";
import type { CancelBehavior } from "../population.ts";
import { type BehaviorKind, isServed } from "./behavior-kind.ts";

export const cancelKind: BehaviorKind<CancelBehavior> = {
  kind: "cancel",
  isAtRisk: (_, __, subscription) => isServed(subscription) && subscription.cancelAt === NEVER,
  happen({ atPeriodEnd, reason }, { world, account, subscription }) {
    cancel(world, account, { kind: "cancel", atPeriodEnd, prorate: false, invoiceNow: false, reason }, subscription.name);
  },
};
