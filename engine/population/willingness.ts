import { perMonth } from "../business/monthly-bill.ts";
import type { Instant } from "../calendar/instant.ts";
import { type Plan, planIn } from "../catalog/plan.ts";
import type { Distribution } from "../random/distribution.ts";
import { draw } from "../random/keyed-draw.ts";
import type { Key } from "../random/root-key.ts";
import type { Circumstances } from "./circumstances.ts";
import { itemsOf } from "./offer-items.ts";
import type { Offer, Population } from "./population.ts";
import { listPrice } from "./price-sensitivity.ts";
import type { Varying } from "./varying.ts";
import { choose, weightedChoice } from "./weighted-choice.ts";

/** The most that a customer pays for one of a plan and one of its periods, in minor units of the customer's currency. */
export interface PlanWillingness {
  /** What its draw is for: `willingness/<plan>`. */
  readonly purpose: Key;
  readonly most: Varying<Distribution>;
}

/** How a population decides by price: by plan (N152). */
export type Willingness = ReadonlyMap<string, PlanWillingness>;

/** Somebody who looks at prices. */
export interface Candidate {
  readonly key: Key;
  readonly population: Population;
  /** Who it is. Its plan is set while offers are looked at. */
  readonly circumstances: Circumstances;
  /** Texts of all its attributes. */
  readonly attributeTexts: readonly string[];
  readonly at: Instant;
  /** Which of its sign-ups it is, from 0. */
  readonly n: number;
}

/**
 * Of offers the one that is worth most beyond its price to the candidate, by the month; undefined where none is worth its price (N152). Offers that the
 * mix does not give to it (weight 0) are not looked at; between equals the weights decide.
 *
 * @param uniform decides between equals.
 */
export function worthiestOffer(willingness: Willingness, candidate: Candidate, offers: readonly Offer[], uniform: number): Offer | undefined {
  const weights = offers.map(({ weight }) => (offers.length === 1 ? 1 : weight.at(candidate.circumstances)));
  const surpluses = offers.map((offer, i) => ((weights[i] as number) > 0 ? surplusOf(willingness, candidate, offer) : Number.NEGATIVE_INFINITY));
  const best = Math.max(...surpluses);
  if (best < 0) return undefined;
  const equals = offers.filter((_, i) => isEqual(surpluses[i] as number, best));
  if (equals.length === 1) return equals[0];
  return choose(
    weightedChoice(
      equals,
      equals.map((offer) => weights[offers.indexOf(offer)] as number),
    ),
    uniform,
  );
}

/** What is a last bit of a floating sum is none of a price. */
const NOTHING = 1e-9;

function isEqual(surplus: number, best: number): boolean {
  return best - surplus <= NOTHING * Math.max(1, best);
}

/** What the offer is worth to the candidate beyond its price, by the month; below 0 where it is not worth it. */
function surplusOf(willingness: Willingness, { key, population, circumstances, attributeTexts, at, n }: Candidate, offer: Offer): number {
  const { currency } = circumstances;
  const person = { key, population: population.name, currency, attributes: attributeTexts };
  let surplus = 0;
  for (const { plan, quantity } of itemsOf(offer, key, circumstances, currency, n)) {
    const own = decidesOn(plan, offer) ? willingness.get(plan.id) : undefined;
    if (own === undefined) continue;
    circumstances.plan = plan.id;
    const sold = planIn(population.business?.priceFor(person, at, plan) ?? plan, currency) ?? plan;
    const price = priceOf(sold, quantity);
    const beyond = own.most.at(circumstances).sample(draw(key, own.purpose, 0)) * (sold.usage === undefined ? quantity : 1) - price;
    if (beyond < -NOTHING * price || beyond > NOTHING * price) surplus += beyond * perMonth(sold.interval);
  }
  return surplus;
}

/** Whether the price of this plan is one to decide on: of licensed ones, of metered ones where the offer has nothing else (N70). */
export function decidesOn(plan: Plan, { items }: Offer): boolean {
  return plan.usage === undefined || items.every((item) => item.plan.usage !== undefined);
}

/** The list price of so many; of what is metered that of one. */
function priceOf(plan: Plan, quantity: number): number {
  return plan.usage === undefined ? Number(plan.model.price(plan.terms, quantity)) / plan.terms.scale : listPrice(plan);
}
