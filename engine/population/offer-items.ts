import { planIn } from "../catalog/plan.ts";
import type { PlanQuantity } from "../lifecycle/requests.ts";
import type { Currency } from "../money/currency.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import type { Offer } from "./population.ts";

/** The most items of a sign-up: quantities of the customer's next one are drawn beyond them. */
const MOST_ITEMS = 20;

/**
 * What a customer takes of an offer: its plans as sold in the customer's currency, with drawn quantities (N2). Sets the plan of `circumstances`.
 *
 * @param n which of the customer's sign-ups it is; each draws for itself.
 */
export function itemsOf({ items, quantityPurpose }: Offer, key: Key, circumstances: Circumstances, currency: Currency, n: number): readonly PlanQuantity[] {
  const sold: PlanQuantity[] = items.map(({ plan, quantity }, i) => {
    circumstances.plan = plan.id;
    const drawn = Math.floor(quantity.at(circumstances).sample(draw(key, quantityPurpose, i + n * MOST_ITEMS)) + 0.5);
    return { plan: planIn(plan, currency) ?? plan, quantity: drawn < 0 ? 0 : drawn, taxRates: undefined };
  });
  circumstances.plan = sold[0]?.plan.id ?? "";
  return sold;
}
