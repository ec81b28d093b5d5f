import type { Subscription } from "../account/subscription.ts";
import { type Plan, planIn } from "../catalog/plan.ts";
import type { Circumstances } from "./circumstances.ts";
import type { DrawnCustomer } from "./drawn-customer.ts";
import type { Population } from "./population.ts";
import { LAYERS, priceFactor, raisedShare } from "./price-response.ts";
import type { Varying } from "./varying.ts";

/** The price of one of a plan as sold in one currency, in minor units of it. */
export type PriceOf = (plan: Plan) => number;

/** How a population answers to prices: elasticities, and the prices that they are relative to (D32). */
export interface PriceSensitivity {
  readonly signUp: Varying<number>;
  readonly churn: Varying<number>;
  readonly usage: Varying<number>;
  /** What somebody meets or pays, of the same thing as `reference`. */
  readonly price: PriceOf;
  readonly reference: PriceOf;
}

/** The list price of one: of a tiered plan that of the first that costs anything, with its flat amount; of packages one of them. Coupons do not count (N70, N151). */
export const listPrice: PriceOf = ({ terms: { scale, tiers, unit } }) => {
  if (tiers.length === 0) return Number(unit) / scale;
  const paid = tiers.find((tier) => Number(tier.unit) !== 0 || Number(tier.flat) !== 0);
  return paid === undefined ? 0 : (Number(paid.unit) + Number(paid.flat)) / scale;
};

/** How many crowds of candidates there are: one where every price that anybody may meet is its reference, else all that may be needed. */
export function layersOf({ sensitivity, mix, business }: Population): number {
  if (sensitivity === undefined || sensitivity.signUp.always === 0) return 1;
  const plans = mix.flatMap(({ items }) => items.flatMap(({ plan }) => [plan, ...plan.elsewhere]));
  const isAtReference = (plan: Plan): boolean => sensitivity.price(plan) === sensitivity.reference(plan) && business?.changesPrice(plan) !== true;
  return plans.every(isAtReference) ? 1 : LAYERS;
}

/** The factor of the sign-ups of who would take this offer: price over reference, to the power of the elasticity (D32). */
export function signUpFactor(sensitivity: PriceSensitivity, customer: DrawnCustomer, month: number): number {
  const { population, attributes, currency } = customer;
  const plans = plansMet(customer);
  const circumstances: Circumstances = { population: population.name, attributes, currency, plan: plans[0]?.id ?? "", month, tenure: 0 };
  return priceFactor(totalOf(plans, sensitivity.price), totalOf(plans, sensitivity.reference), sensitivity.signUp.at(circumstances));
}

/** The factor of the hazard of leaving, by what the customer itself pays (D32). */
export function churnFactor({ churn, price, reference }: PriceSensitivity, { items, itemCount }: Subscription, circumstances: Circumstances): number {
  const plans: Plan[] = [];
  for (let i = 0; i < itemCount; i++) plans.push((items[i] as Subscription["items"][number]).plan);
  return priceFactor(totalOf(plans, price), totalOf(plans, reference), churn.at(circumstances));
}

/** The factor of what is used of a metered plan, by the price that the customer itself pays for it (D32, N150). */
export function usageFactor({ usage, price, reference }: PriceSensitivity, plan: Plan, circumstances: Circumstances): number {
  return priceFactor(price(plan), reference(plan), usage.at(circumstances));
}

/** A share that leaves at once, under a hazard so many times as high. */
export function leavingShare(share: number, factor: number): number {
  return factor === 1 ? share : raisedShare(share, factor);
}

/** The plans of the offer, at the prices that the candidate meets. */
function plansMet({ key, population, currency, attributeTexts, offer, signsUpAt }: DrawnCustomer): readonly Plan[] {
  const { name, business } = population;
  const plans = offer.items.map(({ plan }) => planIn(plan, currency) ?? plan);
  if (business === undefined) return plans;
  const person = { key, population: name, currency, attributes: attributeTexts };
  return plans.map((plan) => business.priceFor(person, signsUpAt, plan));
}

/** One of each licensed plan; of metered ones where there is nothing else (N70). */
function totalOf(plans: readonly Plan[], priceOf: PriceOf): number {
  const isMetered = plans.every(({ usage }) => usage !== undefined);
  let total = 0;
  for (const plan of plans) if (isMetered || plan.usage === undefined) total += priceOf(plan);
  return total;
}
