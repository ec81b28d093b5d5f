import { runningPeriod } from "../billing/existing-period.ts";
import { monthOf } from "../calendar/civil.ts";
import { addMonths } from "../calendar/duration.ts";
import { type Instant, NEVER } from "../calendar/instant.ts";
import { shortestInterval } from "../calendar/mixed-intervals.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { PlanQuantity } from "../lifecycle/requests.ts";
import type { ExistingDiscount, ExistingSubscription } from "../lifecycle/subscriptions/begin-existing.ts";
import { childKey } from "../random/keyed-draw.ts";
import { numberedKey } from "../random/numbered-key.ts";
import type { Key } from "../random/root-key.ts";
import { drawAge } from "./age.ts";
import type { Circumstances } from "./circumstances.ts";
import { customerId } from "./customer-id.ts";
import { type DrawnCustomer, drawCustomer } from "./drawn-customer.ts";
import { itemsOf } from "./offer-items.ts";
import type { Population } from "./population.ts";
import type { Part } from "./range.ts";

/**
 * An existing base by count: who is there when the clock starts, drawn from the mix, each as old as hazards of leaving make likely (N107). Called
 * after the month in which it came, as who signs up in the run.
 */
export function* baseCustomers(population: Population, count: number, root: Key, { start, range, passed }: Part): Generator<DrawnCustomer> {
  const crowd = childKey(childKey(root, `population/${population.name}`), "existing");
  for (let place = range.from; place < Math.min(count, range.to); place++) {
    passed.places++;
    const key = numberedKey(crowd, place + 1);
    // Who it is comes first: how old it is depends on that.
    const drawn = drawCustomer(population, key, "", start, monthOf(start));
    const startedAt = start - drawAge(drawn, start);
    yield { ...drawn, id: customerId(population.name, monthOf(startedAt), "", place + 1), existing: [subscriptionOf(drawn, startedAt, start)] };
  }
}

function subscriptionOf({ population, offer, attributes, currency, key }: DrawnCustomer, startedAt: Instant, start: Instant): ExistingSubscription {
  const circumstances: Circumstances = { population: population.name, attributes, currency, plan: "", month: monthOf(startedAt), tenure: 0 };
  const items = itemsOf(offer, key, circumstances, currency, 0);
  const coupon = offer.coupon.at(circumstances) ?? population.coupon.at(circumstances);
  const known = { startedAt, start: undefined, end: undefined, trialEnd: NEVER, cancelAt: NEVER };
  // Counted from its start, which agrees with itself.
  const running = runningPeriod(known, shortestInterval(items.map(({ plan }) => plan.interval)), start) as { anchor: Instant; start: Instant };
  return {
    name: undefined,
    items: items.map((item): PlanQuantity => ({ ...item, taxRates: offer.taxRates })),
    status: "active",
    startedAt,
    anchor: running.anchor,
    periodStart: running.start,
    trialEnd: NEVER,
    cancelAt: NEVER,
    canceledAt: NEVER,
    discounts: coupon === undefined ? [] : discountsOf(coupon, startedAt, start),
    collectionMethod: undefined,
    pauseCollection: undefined,
  };
}

/** The coupon of its sign-up, used from there on: what is left of it. */
function discountsOf(coupon: Coupon, startedAt: Instant, start: Instant): readonly ExistingDiscount[] {
  const isOver = coupon.duration === "repeating" && addMonths(startedAt, coupon.durationInMonths) <= start;
  return isOver || coupon.redeemBy <= startedAt ? [] : [{ coupon, firstUsedAt: startedAt, endsAt: undefined }];
}
