import type { Item, Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { planName } from "../../engine/catalog/plan.ts";

/** What of a subscription a reader wants to see change, copied. */
export interface SubscriptionState {
  readonly name: string;
  readonly status: string;
  readonly items: string;
  readonly coupons: string;
  readonly taxRates: string;
  readonly trialEnd: Instant;
  readonly cancelAt: Instant;
  readonly anchor: Instant;
}

export function stateOf(subscription: Subscription): SubscriptionState {
  return {
    name: subscription.name,
    status: subscription.status,
    items: itemsText(subscription),
    coupons: subscription.discounts.map(({ coupon }) => coupon.id).join(" + "),
    taxRates: (subscription.taxRates ?? []).map(({ id }) => id).join(" + "),
    trialEnd: subscription.trialEnd,
    cancelAt: subscription.cancelAt,
    anchor: subscription.anchor,
  };
}

/** `base x1 + api metered`, by the plans' ids. */
export function itemsText(subscription: Subscription): string {
  return plansText(subscription.items.slice(0, subscription.itemCount));
}

/** The same of items that are planned. */
export function plansText(items: readonly Pick<Item, "plan" | "quantity">[]): string {
  return items.map(({ plan, quantity }) => (plan.usage === undefined ? `${planName(plan)} x${quantity}` : `${planName(plan)} metered`)).join(" + ");
}

/** `active, next renewal 2026-02-28`; `trialing until 2026-02-14`; `active, ends 2026-03-31` */
export function standingText(subscription: Subscription): string {
  const { status, cancelAt, periodEnd } = subscription;
  if (status === "canceled" || status === "incomplete_expired" || status === "incomplete") return status;
  if (status === "paused") return cancelAt === NEVER ? status : `${status}, ends ${formatBrief(cancelAt)}`;
  if (cancelAt !== NEVER) return `${status}, ends ${formatBrief(cancelAt)}`;
  return status === "trialing" ? `trialing until ${formatBrief(periodEnd)}` : `${status}, next renewal ${formatBrief(periodEnd)}`;
}

/** What is different, in words, most important first. */
export function differences(before: SubscriptionState | undefined, after: SubscriptionState): string {
  if (before === undefined) return after.items;
  const parts: string[] = [];
  if (before.items !== after.items) parts.push(`${before.items} → ${after.items}`);
  if (before.coupons !== after.coupons) parts.push(moved("coupon", before.coupons, after.coupons));
  if (before.taxRates !== after.taxRates) parts.push(moved("tax rates", before.taxRates, after.taxRates));
  if (before.trialEnd !== after.trialEnd) parts.push(`trial ends ${instantText(after.trialEnd)}`);
  if (before.anchor !== after.anchor && before.trialEnd === after.trialEnd) parts.push(`anchor ${instantText(after.anchor)}`);
  if (before.cancelAt !== after.cancelAt) parts.push(after.cancelAt === NEVER ? "goes on" : `ends ${instantText(after.cancelAt)}`);
  if (before.status !== after.status) parts.push(`${before.status} → ${after.status}`);
  return parts.length === 0 ? after.items : parts.join(", ");
}

function moved(what: string, before: string, after: string): string {
  return `${what} ${before === "" ? "none" : before} → ${after === "" ? "none" : after}`;
}

function instantText(at: Instant): string {
  return at === NEVER ? "never" : formatBrief(at);
}
