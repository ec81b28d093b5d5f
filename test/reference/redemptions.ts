import type { Entry, Subscribe } from "../../engine/actions/action.ts";
import type { Coupon } from "../../engine/catalog/coupon.ts";
import type { Card } from "../../engine/payments/card.ts";
import type { CustomerScript, Scenario } from "../../engine/scenario/scenario.ts";
import { isNoCard } from "./payments.ts";
import { type Life, refuseUnless } from "./state.ts";

export type { Coupon };

interface Attempt {
  readonly at: number;
  readonly customer: number;
  readonly entry: number;
  readonly coupon: Coupon;
}

/** A schedule redeems each coupon of its phases once (H10). */
export function couponsOfSignUp({ discounts, schedule }: Subscribe): readonly Coupon[] {
  return schedule === undefined ? discounts : [...new Set(schedule.phases.flatMap(({ coupons }) => coupons))];
}

function couponsOf({ action }: Entry): readonly Coupon[] {
  if (action.kind === "subscribe") return couponsOfSignUp(action);
  if (action.kind === "change") return action.discounts ?? [];
  if (action.kind === "coupon") return action.coupon === undefined ? [] : [action.coupon];
  return [];
}

/** A funding is let in that is accepted or goes into review (B35); no card has none that could be refused. */
export function isWelcome(scenario: Scenario, card: Card): boolean {
  const { acceptFunding, reviewFunding } = scenario.billing;
  return acceptFunding === undefined || isNoCard(card) || acceptFunding.has(card.funding) || reviewFunding.has(card.funding);
}

function attemptsOf(scenario: Scenario, script: CustomerScript, customer: number): Attempt[] {
  const attempts: Attempt[] = [];
  if (script.coupon !== undefined) {
    attempts.push({ at: scenario.start, customer, entry: -1, coupon: script.coupon });
  }
  let card = script.card;
  for (const [entry, { at, action }] of script.entries.entries()) {
    if (action.kind === "card") card = action.card;
    const isSent = action.kind === "subscribe" && (action.collectionMethod ?? script.collectionMethod) === "send_invoice";
    if (action.kind === "subscribe" && !isSent && !isWelcome(scenario, card)) continue;
    for (const coupon of couponsOf(script.entries[entry] as Entry)) attempts.push({ at, customer, entry, coupon });
  }
  return attempts;
}

/**
 * Who gets the slots of limited coupons, settled before the run: by instant, then customer, then entry, over every attempt the
 * scripts make; one refused for funding or `redeem_by` does not count (D24).
 */
export function settleRedemptions(scenario: Scenario): (customer: number, entry: number, coupon: Coupon) => boolean {
  const attempts = scenario.customers
    .flatMap((script, customer) => attemptsOf(scenario, script, customer))
    .filter(({ at, coupon }) => at < coupon.redeemBy)
    .sort((a, b) => a.at - b.at || a.customer - b.customer || a.entry - b.entry);
  const taken = new Map<string, number>();
  const granted = new Set<string>();
  for (const { customer, entry, coupon } of attempts) {
    const before = taken.get(coupon.id) ?? 0;
    if (before >= coupon.maxRedemptions) continue;
    taken.set(coupon.id, before + 1);
    granted.add(`${customer} ${entry} ${coupon.id}`);
  }
  return (customer, entry, coupon) => granted.has(`${customer} ${entry} ${coupon.id}`);
}

/** What can be refused before any slot is asked for (B6). */
export function checkCoupons(life: Life, coupons: readonly Coupon[]): void {
  refuseUnless(new Set(coupons).size === coupons.length, "a coupon stands once in a list");
  for (const coupon of coupons) refuseUnless(life.now < coupon.redeemBy, "a coupon is redeemable before redeem_by");
}

export function takeSlots(life: Life, entry: number, coupons: readonly Coupon[]): void {
  for (const coupon of coupons) refuseUnless(life.hasSlot(entry, coupon), "all redemptions are taken");
}
