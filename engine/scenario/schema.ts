import type { Schema } from "../language/schema-parts.ts";
import { text } from "../language/schema-parts.ts";
import { valueTypes } from "../language/value-types.ts";
import { billingSchema } from "./blocks/billing.ts";
import { businessTimelineSchema } from "./blocks/business/timeline.ts";
import { cardsSchema } from "./blocks/cards.ts";
import { clockSchema } from "./blocks/clock.ts";
import { couponsSchema } from "./blocks/coupons.ts";
import { customersSchema } from "./blocks/customers.ts";
import { dunningSchema } from "./blocks/dunning.ts";
import { expectSchema } from "./blocks/expect.ts";
import { plansSchema } from "./blocks/plans.ts";
import { populationsSchema } from "./blocks/population/populations.ts";
import { productsSchema } from "./blocks/products.ts";
import { reportsSchema } from "./blocks/reports/reports.ts";
import { taxRatesSchema } from "./blocks/tax-rates.ts";
import { variantsSchema } from "./blocks/variants.ts";

/**
 * The whole language as one JSON Schema: it validates every file, completes keys in editors (`billclock schema`), and its descriptions are the
 * reference documentation. Keys with `x-not-yet-supported` are known and refused.
 */
export const scenarioSchema: Schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "billclock scenario",
  description: "What is sold, who buys it and what happens to them. Times are UTC, amounts whole minor units.",
  type: "object",
  properties: {
    name: text("What the scenario is called; default: the file's name."),
    description: text("Free text."),
    seed: {
      description: 'Text or a whole number: the same file and seed give the same bytes. `42` and `"42"` are one seed.',
      type: ["string", "integer"],
      default: "0",
      "x-expects": "a text or a whole number",
    },
    clock: clockSchema,
    billing: billingSchema,
    products: productsSchema,
    plans: plansSchema,
    coupons: couponsSchema,
    tax_rates: taxRatesSchema,
    cards: cardsSchema,
    dunning: dunningSchema("What happens after a failed payment."),
    customers: customersSchema,
    timeline: businessTimelineSchema,
    populations: populationsSchema,
    reports: reportsSchema,
    variants: variantsSchema,
    expect: expectSchema,
  },
  required: ["clock"],
  additionalProperties: false,
  $defs: valueTypes,
};
