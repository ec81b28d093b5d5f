import type { Thresholds } from "../../engine/account/subscription.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { discountLines, discountsInForce } from "./discounts.ts";
import { draftInvoice, takePending } from "./invoice.ts";
import { periodLines } from "./item-lines.ts";
import { creditDebits } from "./lines.ts";
import { billNow } from "./payments.ts";
import { turnTo } from "./periods.ts";
import { price } from "./pricing.ts";
import { isPositive, minus, plus, ratio, ZERO } from "./rational.ts";
import { hasEnded, type Life, type Line, periodOf, refuseUnless, type Subscription } from "./state.ts";
import { ratesFor, taxLine } from "./tax.ts";
import { billUsageSoFar, isMetered, reachesUsage, turnUsage, usageSoFar } from "./usage.ts";

const DAY = 86_400;

/** After a record of the running period: an invoice of what is used, if a threshold is reached (V1, V4). */
export function lookAtThresholds(life: Life, subscription: Subscription): void {
  const { thresholds, status } = subscription;
  if (thresholds === undefined || !["active", "past_due", "unpaid"].includes(status)) return;
  if (life.now >= periodOf(subscription).end - DAY) return;
  const { amountGte, resetsAnchor } = thresholds;
  const isReached = (amountGte !== undefined && accrued(life, subscription) >= amountGte) || subscription.items.some(reachesUsage);
  if (!isReached) return;
  const lines = resetsAnchor ? beginAnew(life, subscription) : billUsageSoFar(life, subscription);
  billNow(life, draftInvoice(life, subscription, "subscription_threshold", takePending(life, subscription), lines));
}

/** V2: the usage that is not billed and the prorations that wait, after discounts and without tax. Coupons are not used up by looking. */
function accrued(life: Life, subscription: Subscription): number {
  const waits = life.pending.filter((line) => line.subscription === undefined || line.subscription === subscription || hasEnded(line.subscription));
  const lines = [...waits, ...usageSoFar(life, subscription)].map((line) => ({ ...line, discounts: [], taxes: [] }));
  const discounts = discountsInForce(life, subscription).map((discount) => ({ ...discount }));
  discountLines(life, lines, discounts);
  let sum = 0;
  for (const line of lines.filter(({ kind }) => kind !== "invoice_item")) {
    line.taxRates ??= ratesFor(life, undefined, subscription);
    taxLine(line);
    const off: { amount: number }[] = [...line.discounts, ...line.taxes.filter(({ inclusive }) => inclusive)];
    sum += line.amount - off.reduce((all, { amount }) => all + amount, 0);
  }
  return sum;
}

/** V7: the anchor is now, everything begins a full period, and unused time is credited unless prorations are switched off. */
function beginAnew(life: Life, subscription: Subscription): Line[] {
  const credits = life.scenario.billing.prorationBehavior !== "none";
  subscription.anchor = life.now;
  subscription.freeStub = false;
  for (const item of subscription.items) {
    if (credits) creditDebits(life, subscription, item, life.now, false);
    item.debits = [];
    turnUsage(life, item, item.plan, true, false);
    turnTo(item, subscription, life.now, "from its start");
  }
  return periodLines(life, subscription, subscription.items);
}

/** V8: above the licensed fees; no reset with a value that carries over. */
export function checkThresholds(thresholds: Thresholds | undefined, items: readonly { readonly plan: Plan; readonly quantity: number }[]): void {
  if (thresholds === undefined) return;
  const fees = items
    .filter((item) => !isMetered(item))
    .map(({ plan, quantity }) => price(plan, quantity))
    .reduce(plus, ZERO);
  const { amountGte, resetsAnchor } = thresholds;
  refuseUnless(amountGte === undefined || isPositive(minus(ratio(amountGte), fees)), "a threshold is above the licensed fees");
  refuseUnless(!resetsAnchor || items.every(({ plan }) => plan.usage !== "last_ever"), "no reset of the anchor with last_ever");
}
