import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Subscription } from "../../account/subscription.ts";
import { type BillingInterval, nextBoundary, periodStart } from "../../calendar/billing-period.ts";
import { formatBrief } from "../../calendar/civil.ts";
import { checkRedeemBy } from "../invoices/redeem.ts";
import type { Change } from "../requests.ts";
import { checkScheduled } from "../schedules/schedule-checks.ts";
import { refuseIfEnded, refuseIfIncomplete, refuseIfPaused } from "../subscriptions/find-subscription.ts";
import { inTrial } from "../subscriptions/status.ts";
import { checkTrialLength } from "../subscriptions/subscribe-checks.ts";

/** @throws Refusal for everything Stripe would refuse of a change, items apart. Nothing has happened then. */
export function checkChange(account: Account, subscription: Subscription, action: Change): void {
  refuseIfEnded(subscription, "changed");
  refuseIfIncomplete(subscription, "changed");
  refuseIfPaused(subscription, "changed");
  if (action.discounts !== undefined) checkRedeemBy(action.discounts, account);
  checkScheduled(subscription, action);
  checkProrationDate(account, subscription, action);
  checkTrialEnd(account, subscription, action);
  checkCancelAt(account, subscription, action);
  if (action.resetsAnchor && inTrial(account, subscription)) {
    throw new Refusal(
      `subscription "${subscription.name}" is in a trial, so \`billing_cycle_anchor: now\` has no period to end`,
      "A trial's end is the anchor (T1).",
      "Use `trial_end: now` to begin a paid period.",
    );
  }
}

function checkProrationDate(account: Account, subscription: Subscription, action: Change): void {
  const { prorationDate } = action;
  if (prorationDate === undefined) return;
  const { periodEnd, isBackdated, startedAt } = subscription;
  // In the first period of a backdated subscription down to its start (BACK, X4).
  const periodStart = isBackdated && !inTrial(account, subscription) ? startedAt : subscription.periodStart;
  if (prorationDate >= periodStart && prorationDate < periodEnd) return;
  throw new Refusal(
    `\`proration_date\` ${formatBrief(prorationDate)} lies outside the current period of "${subscription.name}"`,
    `The period runs from ${formatBrief(periodStart)} to before ${formatBrief(periodEnd)}.`,
    "Give an instant in it, or leave it out.",
  );
}

/**
 * With an interval change the charge runs to the end of another period: the date must lie in that one too.
 *
 * @throws Refusal when it does not.
 */
export function checkDateInPeriod(account: Account, subscription: Subscription, action: Change, interval: BillingInterval): void {
  const { prorationDate } = action;
  const { anchor } = subscription;
  if (prorationDate === undefined || inTrial(account, subscription)) return;
  const start = periodStart(anchor, interval, account.now);
  const end = nextBoundary(anchor, interval, account.now);
  if (prorationDate >= start && prorationDate < end) return;
  throw new Refusal(
    `\`proration_date\` ${formatBrief(prorationDate)} lies outside the period of the new interval`,
    `That period runs from ${formatBrief(start)} to before ${formatBrief(end)}.`,
    "Give an instant in it, or leave it out.",
  );
}

function checkTrialEnd(account: Account, subscription: Subscription, action: Change): void {
  const { trialEnd } = action;
  if (trialEnd === undefined) return;
  if (trialEnd === "now") {
    if (inTrial(account, subscription)) return;
    throw new Refusal(
      `subscription "${subscription.name}" is not in a trial`,
      "`trial_end: now` ends a running trial.",
      "Leave it out, or give an instant to start a trial.",
    );
  }
  if (trialEnd <= account.now) {
    throw new Refusal(
      `\`trial_end\` ${formatBrief(trialEnd)} is not after ${formatBrief(account.now)}`,
      "A trial ends in the future, or `now`.",
      "Give a later instant, or `now`.",
    );
  }
  checkTrialLength(account.now, trialEnd);
}

function checkCancelAt(account: Account, subscription: Subscription, action: Change): void {
  const { cancelAt, cancelAtPeriodEnd } = action;
  if (cancelAt !== undefined && cancelAt !== null && cancelAt <= account.now) {
    throw new Refusal(
      `\`cancel_at\` ${formatBrief(cancelAt)} is not after ${formatBrief(account.now)}`,
      "A planned end lies in the future.",
      "Use `cancel` to end it now.",
    );
  }
  if (cancelAt !== undefined && cancelAt !== null && cancelAtPeriodEnd === true) {
    throw new Refusal(
      `subscription "${subscription.name}" is given two planned ends`,
      "`cancel_at` and `cancel_at_period_end: true` exclude each other.",
      "Keep one of them.",
    );
  }
}
