import type { Redemptions } from "../account/world.ts";
import type { Entry, Subscribe } from "../actions/action.ts";
import { isFundingAccepted } from "../billing/accepted-funding.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Coupon } from "../catalog/coupon.ts";
import { couponsOf as couponsOfPhases } from "../lifecycle/schedules/schedule.ts";
import type { Card } from "../payments/card.ts";
import type { CustomerScript, Scenario } from "../scenario/scenario.ts";

/** In a test clock things happen in time order over all customers: a counter is enough (D24). */
export function countedRedemptions(): Redemptions {
  const counts = new Map<Coupon, number>();
  return {
    redeem(coupon) {
      const count = counts.get(coupon) ?? 0;
      if (count >= coupon.maxRedemptions) return false;
      counts.set(coupon, count + 1);
      return true;
    },
  };
}

interface Attempt {
  readonly coupon: Coupon;
  readonly at: Instant;
  readonly customer: number;
  readonly entry: number;
}

/**
 * In a batch customers run one after the other, so the slots are given beforehand, in the order (instant, customer, entry), over every
 * attempt the scripts make (D24). An attempt refused for its funding or `redeem_by` is none.
 */
export function settledRedemptions(scenario: Scenario): Redemptions {
  const attempts = scenario.customers.flatMap((customer, index) => attemptsOf(scenario, customer, index));
  attempts.sort((a, b) => a.at - b.at || a.customer - b.customer || a.entry - b.entry);
  const counts = new Map<Coupon, number>();
  /** The last attempt of each limited coupon that gets a slot. */
  const lastGranted = new Map<Coupon, Attempt>();
  for (const attempt of attempts) {
    const count = (counts.get(attempt.coupon) ?? 0) + 1;
    counts.set(attempt.coupon, count);
    if (count === attempt.coupon.maxRedemptions) lastGranted.set(attempt.coupon, attempt);
  }
  return {
    redeem(coupon, at, account) {
      const last = lastGranted.get(coupon);
      if (last === undefined) return true;
      return (at - last.at || account.ordinal - last.customer || account.entry - last.entry) <= 0;
    },
  };
}

function attemptsOf(scenario: Scenario, customer: CustomerScript, index: number): Attempt[] {
  const attempts: Attempt[] = [];
  const add = (coupon: Coupon, at: Instant, entry: number): void => {
    if (coupon.maxRedemptions !== Number.POSITIVE_INFINITY && at < coupon.redeemBy) attempts.push({ coupon, at, customer: index, entry });
  };
  if (customer.coupon !== undefined) add(customer.coupon, scenario.start, -1);
  let { card } = customer;
  for (const [i, entry] of customer.entries.entries()) {
    if (entry.action.kind === "card") card = entry.action.card;
    for (const coupon of couponsOf(entry, scenario, customer, card)) add(coupon, entry.at, i);
  }
  return attempts;
}

/** The coupons of a sign-up; of a schedule those of all phases, each once (H10). */
function redeemedBy({ discounts, schedule }: Subscribe): readonly Coupon[] {
  return schedule === undefined ? discounts : couponsOfPhases(schedule.phases);
}

function couponsOf(entry: Entry, scenario: Scenario, customer: CustomerScript, card: Card): readonly Coupon[] {
  const { action } = entry;
  if (action.kind === "subscribe") {
    // What is sent is not charged to the card (S2).
    const isSent = (action.collectionMethod ?? customer.collectionMethod) === "send_invoice";
    return isSent || isFundingAccepted(scenario.billing, card) ? redeemedBy(action) : [];
  }
  if (action.kind === "change") return action.discounts ?? [];
  return action.kind === "coupon" && action.coupon !== undefined ? [action.coupon] : [];
}
