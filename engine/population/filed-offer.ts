import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import { constant } from "../random/distribution.ts";
import type { Circumstances } from "./circumstances.ts";
import type { FiledSignUp } from "./filed-customer.ts";
import type { Offer, Population } from "./population.ts";
import { purpose } from "./purposes.ts";
import { fixed } from "./varying.ts";
import { choose, weightedChoice } from "./weighted-choice.ts";

/** What a row signs up for: an entry of the mix with the row's own words in place of what the entry would draw (N101). */
export function filedOffer({ mix }: Population, signUp: FiledSignUp, circumstances: Circumstances, uniform: number): Offer {
  const { plans, quantities, trialEnd, coupon } = signUp;
  const fitting = plans === undefined ? mix : mix.filter((offer) => sellsExactly(offer, plans));
  const offer = fitting.length === 0 ? offerOf(plans ?? []) : chosen(fitting, circumstances, uniform);
  return {
    ...offer,
    items: offer.items.map((item, i) => {
      const quantity = quantities[i];
      return quantity === undefined || item.plan.usage !== undefined ? item : { plan: item.plan, quantity: fixed(constant(quantity)) };
    }),
    trial: trialEnd === undefined ? offer.trial : { kind: "until", end: trialEnd },
    coupon: coupon === undefined ? offer.coupon : fixed(coupon),
  };
}

function sellsExactly({ items }: Offer, plans: readonly Plan[]): boolean {
  return items.length === plans.length && items.every(({ plan }, i) => plan.id === plans[i]?.id);
}

function chosen(offers: readonly Offer[], circumstances: Circumstances, uniform: number): Offer {
  if (offers.length === 1) return offers[0] as Offer;
  const weights = offers.map(({ weight }) => weight.at(circumstances));
  return choose(weightedChoice(offers, weights), uniform);
}

const UNNAMED = purpose("offer of a file/quantity");

/** Plans that the mix does not have: one of each, with their own trial. */
function offerOf(plans: readonly Plan[]): Offer {
  return {
    name: "",
    quantityPurpose: UNNAMED,
    weight: fixed(1),
    items: plans.map((plan) => ({ plan, quantity: fixed(constant(plan.usage === undefined ? 1 : 0)) })),
    trial: { kind: "plan" },
    converts: undefined,
    trialEndBehavior: undefined,
    coupon: fixed<Coupon | undefined>(undefined),
    taxRates: undefined,
  };
}

/** For those who sign up for nothing: they are there when the clock starts. */
export const noOffer: Offer = offerOf([]);
