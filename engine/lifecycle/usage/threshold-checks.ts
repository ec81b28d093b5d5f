import type { Account } from "../../account/account.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Subscription, Thresholds } from "../../account/subscription.ts";
import { exceedsFees, hasThreshold, licensedFees } from "../../billing/thresholds.ts";
import { formatMoney } from "../../money/currency.ts";
import { QUANTITY_SCALE } from "../../money/quantity.ts";

/** @throws Refusal when the items do not agree with the thresholds (V8). */
export function checkThresholds(account: Account, thresholds: Thresholds | undefined, items: Parameters<typeof licensedFees>[0]): void {
  if (thresholds === undefined) return;
  const { amountGte, resetsAnchor } = thresholds;
  const fees = licensedFees(items);
  if (!exceedsFees(thresholds, fees)) {
    throw new Refusal(
      `\`amount_gte\` ${formatMoney(amountGte ?? 0, account.currency)} is not above ${formatMoney(Number(fees / QUANTITY_SCALE), account.currency)}, the fees of the licensed plans`,
      "A monetary threshold is above the sum of the licensed plans' prices (THR).",
      "Raise the threshold, or lower the fees.",
    );
  }
  const lasting = resetsAnchor ? items.find(({ plan }) => plan.usage === "last_ever") : undefined;
  if (lasting === undefined) return;
  throw new Refusal(
    `plan "${lasting.plan.id}" has \`aggregate_usage: last_ever\` and stands with \`reset_billing_cycle_anchor\``,
    "The anchor is not reset where a plan's last value carries over (V8).",
    "Leave `reset_billing_cycle_anchor` out, or use another aggregate.",
  );
}

/** @throws Refusal when usage is to be overwritten on a subscription with a threshold (UREC). */
export function checkAction(subscription: Subscription, action: "increment" | "set"): void {
  if (action !== "set" || !hasThreshold(subscription)) return;
  throw new Refusal(
    `subscription "${subscription.name}" has a billing threshold, so its usage cannot be set`,
    "With thresholds records add up: only `increment` is allowed (UREC).",
    "Leave `action: set` out, and record the difference.",
  );
}
