import type { Coupon } from "../catalog/coupon.ts";
import type { Plan, Product } from "../catalog/plan.ts";
import type { TaxRate } from "../catalog/tax-rate.ts";
import { Declared } from "../language/references.ts";
import type { Card } from "../payments/card.ts";
import { declineCodes } from "../payments/decline-codes.ts";

/** Everything that a scenario declares by name and refers to elsewhere. */
export interface Declarations {
  readonly products: Declared<Product>;
  readonly plans: Declared<Plan>;
  readonly coupons: Declared<Coupon>;
  readonly taxRates: Declared<TaxRate>;
  readonly cards: Declared<Card>;
}

const BUILT_IN_CARDS = {
  names: new Set(["none", "visa", ...declineCodes.keys()]),
  words: "the built-in visa, none, and one card per decline code, such as insufficient_funds",
};

export function noDeclarations(): Declarations {
  return {
    products: new Declared("a product", "products"),
    plans: new Declared("a plan", "plans"),
    coupons: new Declared("a coupon", "coupons"),
    taxRates: new Declared("a tax rate", "tax_rates"),
    cards: new Declared("a card", "cards", BUILT_IN_CARDS),
  };
}
