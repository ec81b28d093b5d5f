import type { ProrationBehavior } from "../../billing/settings.ts";
import type { Change, ItemChange } from "../../lifecycle/requests.ts";

/** A change of items and nothing else, now. */
export function changeOf(items: readonly ItemChange[], prorationBehavior: ProrationBehavior | undefined): Change {
  return {
    kind: "change",
    plan: undefined,
    quantity: undefined,
    items,
    prorationBehavior,
    prorationDate: undefined,
    trialEnd: undefined,
    discounts: undefined,
    taxRates: undefined,
    cancelAt: undefined,
    cancelAtPeriodEnd: undefined,
  };
}
