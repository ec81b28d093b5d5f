import type { Coupon } from "../catalog/coupon.ts";
import type { Plan } from "../catalog/plan.ts";
import { constant } from "../random/distribution.ts";
import type { FiledSignUp } from "./filed-customer.ts";
import type { Offer, Population } from "./population.ts";
import { purpose } from "./purposes.ts";
import { fixed } from "./varying.ts";

/** What a row may sign up for: entries of the mix with the row's own words in place of what the entry would draw (N101). */
export function filedOffers({ mix }: Population, signUp: FiledSignUp): readonly Offer[] {
  const { plans } = signUp;
  const fitting = plans === undefined ? mix : mix.filter((offer) => sellsExactly(offer, plans));
  return fitting.length === 0 ? [offerOf(plans ?? [])] : fitting;
}

/** The offer, with the row's own words in it. */
export function asFiled(offer: Offer, { quantities, trialEnd, coupon }: FiledSignUp): Offer {
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
