import type { Account } from "../../account/account.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { World } from "../../account/world.ts";
import { addDuration } from "../../calendar/duration.ts";
import { type Instant, NEVER } from "../../calendar/instant.ts";
import type { Coupon } from "../../catalog/coupon.ts";
import { renewCard } from "../../lifecycle/payments/drawn-card.ts";
import type { PlanQuantity } from "../../lifecycle/requests.ts";
import type { ReturnBehavior } from "../population.ts";
import { signUp } from "../sign-up.ts";
import type { BehaviorKind } from "./behavior-kind.ts";

export const returnKind: BehaviorKind<ReturnBehavior> = {
  kind: "return",
  isAtRisk({ within }, account, subscription) {
    if (subscription.status !== "canceled") return false;
    return within === undefined || account.now < addDuration(subscription.endedAt, within);
  },
  riskEnds: ({ within }, _, subscription) => (within === undefined ? undefined : addDuration(subscription.endedAt, within)),
  happen(behavior, { world, account, subscription, circumstances }) {
    comeBack(world, account, subscription, behavior.coupon.at(circumstances));
  },
};

/** Who has left comes back to what this subscription had (D34). */
export function comeBack(world: World, account: Account, subscription: Subscription, coupon: Coupon | undefined): void {
  if (subscription.endReason === "payment_failure") renewCard(world, account);
  beginTenureAgain(account);
  signUp(world, account, { items: itemsOf(subscription), trial: { kind: "none" }, coupon, taxRates: subscription.taxRates });
}

/** Who comes back is a new customer to everything that counts tenure (D34). */
function beginTenureAgain(account: Account): void {
  const unpaid: Instant = NEVER;
  account.firstPaidAt = unpaid;
}

function itemsOf({ items, itemCount }: Subscription): readonly PlanQuantity[] {
  return items.slice(0, itemCount).map(({ plan, quantity, taxRates }) => ({ plan, quantity, taxRates }));
}
