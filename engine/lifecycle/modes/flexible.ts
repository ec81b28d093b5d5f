import type { Debit } from "../../account/subscription.ts";
import { discountedPrices } from "../../billing/discounts.ts";
import { creditLine } from "../invoices/lines.ts";
import { addPending } from "../invoices/pending.ts";
import type { ModeRules } from "./billing-mode.ts";

/** What was debited is credited; the anchor stays (D15, B13-B23). */
export const flexible: ModeRules = {
  credit(account, subscription, item, { from, isReplaced, rates }) {
    let count = 0;
    for (let i = 0; i < item.debitCount; i++) {
      const debit = item.debits[i] as Debit;
      if (debit.end <= from || debit.end <= debit.start) continue;
      if (debit.amount === 0 && !isReplaced) {
        debit.end = from > debit.start ? from : debit.start;
        continue;
      }
      addPending(account, creditLine(account, subscription, rates, debit, from));
      count++;
    }
    return count;
  },
  prices: discountedPrices,
  restartsPeriods: false,
  leavesPending: false,
  billsPhaseApart: false,
  billsLeftUsage: true,
  showsMeteredStart: false,
  startsAtBackdate: true,
  keepsFirstTrialStart: false,
  trialEnd: (trialEnd) => trialEnd,
  trialLines: (changed) => (changed.includes(true) ? changed : undefined),
  planEarlierEnd() {
    // The anchor is never reset unless asked (CMP).
  },
};
