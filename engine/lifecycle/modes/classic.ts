import type { Debit, Item } from "../../account/subscription.ts";
import { type DiscountedPrice, discountedPrices } from "../../billing/discounts.ts";
import { boundary } from "../../calendar/billing-period.ts";
import { NEVER } from "../../calendar/instant.ts";
import { currentPriceCreditLine, pricedItem } from "../invoices/lines.ts";
import { addPending } from "../invoices/pending.ts";
import { spansFrom } from "../periods/backdating.ts";
import { setAnchor } from "../periods/periods.ts";
import { isMetered } from "../usage/metering.ts";
import type { ModeRules } from "./billing-mode.ts";

/** What an item costs now is credited, with the coupons that billed it last; the anchor follows some changes (D15, C1-C8). */
export const classic: ModeRules = {
  credit(account, subscription, item, { from, isReplaced, rates }) {
    const until = billedUntil(item);
    if (until <= from) return 0;
    for (let i = 0; i < item.debitCount; i++) {
      const debit = item.debits[i] as Debit;
      if (debit.end > from) debit.end = from;
    }
    // It is a metered item now: its price is never prorated (PRO, U12).
    if (isMetered(item)) return 0;
    const { plan, quantity, whole, lastCoupons: coupons } = item;
    const billed = coupons.map((coupon) => ({ coupon, redeemedAt: 0, firstUsedAt: NEVER }));
    const { base, scale } = discountedPrices([pricedItem(item)], billed)[0] as DiscountedPrice;
    if (base <= 0 && !isReplaced) return 0;
    const isBack = subscription.isBackdated && from < item.periodStart;
    const spans = isBack ? spansFrom(subscription, item, from, until) : [{ start: from, end: until, part: until - from, whole }];
    for (const span of spans) addPending(account, currentPriceCreditLine(account, subscription, { plan, quantity, rates }, { base, scale, coupons }, span));
    return spans.length;
  },
  // Over one item alone the split of an amount is the whole amount (C2).
  prices: (items, discounts) => items.flatMap((item) => discountedPrices([item], discounts)),
  restartsPeriods: true,
  leavesPending: true,
  billsPhaseApart: true,
  billsLeftUsage: false,
  showsMeteredStart: true,
  startsAtBackdate: false,
  keepsFirstTrialStart: true,
  trialEnd: (trialEnd, cancelAt) => (trialEnd !== NEVER && cancelAt < trialEnd ? cancelAt : trialEnd),
  trialLines: (changed) => changed.map(() => true),
  planEarlierEnd(account, subscription) {
    setAnchor(subscription, account.now);
    subscription.isBackdated = false;
    for (let i = 0; i < subscription.itemCount; i++) {
      const item = subscription.items[i] as Item;
      item.turnInterval = undefined;
      item.fullEnd = boundary(account.now, item.plan.interval, 1);
    }
  },
};

/** The end of the item's billed time; 0 when nothing of its running period was billed. */
function billedUntil(item: Item): number {
  let until = 0;
  for (let i = 0; i < item.debitCount; i++) {
    const { end } = item.debits[i] as Debit;
    if (end > until) until = end;
  }
  return until;
}
