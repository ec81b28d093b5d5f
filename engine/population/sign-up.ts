import type { Account } from "../account/account.ts";
import { Refusal } from "../account/refusal.ts";
import type { TrialEndBehavior } from "../account/subscription.ts";
import type { World } from "../account/world.ts";
import type { Coupon } from "../catalog/coupon.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import type { PlanQuantity, Subscribe, TrialChoice } from "../lifecycle/requests.ts";
import { subscribe } from "../lifecycle/subscriptions/subscribe.ts";

/** What a drawn customer signs up for. */
export interface SignUp {
  readonly items: readonly PlanQuantity[];
  readonly trial: TrialChoice;
  readonly trialEndBehavior?: TrialEndBehavior | undefined;
  readonly coupon: Coupon | undefined;
  readonly taxRates: readonly TaxRate[] | undefined;
}

/** Signs a drawn customer up. A coupon that is over or used up keeps nobody away: they sign up without it. */
export function signUp(world: World, account: Account, { items, trial, trialEndBehavior, coupon, taxRates }: SignUp): void {
  const request: Subscribe = {
    kind: "subscribe",
    items,
    as: undefined,
    trial,
    trialEndBehavior,
    billingCycleAnchor: undefined,
    prorationBehavior: "create_prorations",
    discounts: coupon === undefined ? [] : [coupon],
    taxRates,
    cancelAt: undefined,
    cancelAtPeriodEnd: false,
    addInvoiceItems: [],
    paymentBehavior: "allow_incomplete",
  };
  try {
    subscribe(world, account, request);
  } catch (error) {
    if (!(error instanceof Refusal) || coupon === undefined) throw error;
    subscribe(world, account, { ...request, discounts: [] });
  }
}
