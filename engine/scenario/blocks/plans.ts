import { billingInterval, type IntervalUnit } from "../../calendar/billing-period.ts";
import type { ChargeTerms } from "../../catalog/charge-models/charge-model.ts";
import { chargeModels } from "../../catalog/charge-models/registry.ts";
import type { AggregateUsage, Plan } from "../../catalog/plan.ts";
import { readCurrency } from "../../language/read-currency.ts";
import { readDecimalAmount } from "../../language/read-number.ts";
import { type Reading, readChoice, readField, readOr, readText, readWhole } from "../../language/reading.ts";
import { declare, readReference } from "../../language/references.ts";
import { block, choice, list, named, ref, text, whole } from "../../language/schema-parts.ts";
import { field, type SourceEntry, type SourceMap, type SourceNode } from "../../language/source-node.ts";
import type { Declarations } from "../declarations.ts";
import { currencyOptionsSchema, readCurrencyOptions } from "./currency-options.ts";
import { readPrice } from "./price.ts";

const transformSchema = block(
  "Package pricing: the quantity is divided and rounded before it is priced.",
  {
    divide_by: whole("Units per package.", 1),
    round: choice("What becomes of a package that is not full.", ["up", "down"]),
  },
  ["divide_by", "round"],
);

const tierSchema = block(
  "One tier: `unit_amount` or `flat_amount` or both.",
  {
    up_to: {
      description: "The last unit of this tier; `inf` in the last one.",
      type: ["integer", "string"],
      examples: [5, "inf"],
      "x-expects": "a whole number, or inf",
    },
    unit_amount: ref("price", "The price of each unit in this tier."),
    unit_amount_decimal: ref("decimal_price", "The same with up to 12 decimals."),
    flat_amount: ref("price", "What the tier costs as a whole, once it is reached."),
    flat_amount_decimal: ref("decimal_price", "The same with up to 12 decimals."),
  },
  ["up_to"],
);

/** The keys of a plan that say what it costs: those that can change during the run. */
export const priceKeys = {
  unit_amount: ref("price", "The price of one unit per interval."),
  unit_amount_decimal: ref("decimal_price", "The same with up to 12 decimals, in place of `unit_amount`."),
  billing_scheme: choice("A price per unit, or tiers.", ["per_unit", "tiered"], { default: "per_unit" }),
  tiers_mode: choice("`volume`: the whole quantity at the price of its tier; `graduated`: every tier prices its own part.", ["graduated", "volume"]),
  tiers: list("The tiers in rising order; the last goes up to `inf`.", tierSchema, { minItems: 1, maxItems: 200 }),
  transform_quantity: transformSchema,
  tax_behavior: choice("Whether its amounts contain tax; it wins over `inclusive` of the tax rates (D2).", ["exclusive", "inclusive"]),
  currency_options: currencyOptionsSchema(tierSchema),
  unit_cost_decimal: ref("decimal_amount", "What one unit costs you per interval, or one unit of usage: `cost` and `gross_margin` of revenue.csv (R111)."),
} as const;

const planSchema = block(
  "A recurring price.",
  {
    product: ref("id", "The product of `products` that it is a price of."),
    nickname: text("What people read when there is no product."),
    currency: ref("currency", "The currency of its amounts."),
    interval: choice("How often it bills, together with `interval_count`.", ["day", "week", "month", "year"]),
    interval_count: whole("Every how many intervals; at most three years in all.", 1, { default: 1 }),
    unit_amount: priceKeys.unit_amount,
    unit_amount_decimal: priceKeys.unit_amount_decimal,
    billing_scheme: priceKeys.billing_scheme,
    tiers_mode: priceKeys.tiers_mode,
    tiers: priceKeys.tiers,
    transform_quantity: priceKeys.transform_quantity,
    trial_period_days: whole("The plan's own free trial, for sign-ups.", 0, { maximum: 730 }),
    tax_behavior: priceKeys.tax_behavior,
    usage_type: choice("Billed in advance by quantity, or in arrears by usage.", ["licensed", "metered"], {
      default: "licensed",
    }),
    aggregate_usage: choice("How the usage records of a period become its quantity (D26).", ["sum", "count", "max", "last_during_period", "last_ever"], {
      default: "sum",
    }),
    currency_options: priceKeys.currency_options,
    unit_cost_decimal: priceKeys.unit_cost_decimal,
  },
  ["currency", "interval"],
);

export const plansSchema = named("Recurring prices, by name.", planSchema);

export function readPlans(reading: Reading, node: SourceNode | undefined, declarations: Declarations): void {
  declare(reading, node, declarations.plans, (entry, index) => readPlan(reading, entry, index, declarations));
}

function readPlan(reading: Reading, { key, value }: SourceEntry, index: number, declarations: Declarations): Plan | undefined {
  if (value.kind !== "map") return undefined;
  const product = readField(reading, value, "product", readReference(declarations.products));
  const nickname = readField(reading, value, "nickname", readText);
  const currency = readField(reading, value, "currency", readCurrency);
  const interval = readInterval(reading, value);
  const price = readPrice(reading, value);
  const trialPeriodDays = readOr(reading, value, "trial_period_days", readWhole, 0);
  const taxBehavior = readField<"exclusive" | "inclusive">(reading, value, "tax_behavior", readChoice());
  const usage = readUsage(reading, value);
  if (currency === undefined || interval === undefined || price === undefined) return undefined;
  const model = chargeModels[price.model];
  const terms: ChargeTerms = price.terms;
  const sold: Plan = { index, id: key, product, nickname, currency, interval, model, terms, usage, trialPeriodDays, taxBehavior, elsewhere: [] };
  const plan = atCost(reading, value, sold);
  const elsewhere = readCurrencyOptions(reading, value, plan, price);
  return elsewhere.length === 0 ? plan : { ...plan, elsewhere };
}

/** The plan at another price: what the map says of it, all else as it is. */
export function readPriceVersion(reading: Reading, map: SourceMap, plan: Plan, version: string): Plan | undefined {
  const price = readPrice(reading, map);
  const taxBehavior = readField<"exclusive" | "inclusive">(reading, map, "tax_behavior", readChoice());
  if (price === undefined) return undefined;
  const own = atCost(reading, map, { ...plan, model: chargeModels[price.model], terms: price.terms, taxBehavior, elsewhere: [], version, unitCost: undefined });
  return { ...own, elsewhere: readCurrencyOptions(reading, map, own, price, plan) };
}

/** The plan with what a unit of it costs, where the map says so. */
function atCost(reading: Reading, map: SourceMap, plan: Plan): Plan {
  const unitCost = readField(reading, map, "unit_cost_decimal", readDecimalAmount);
  return unitCost === undefined ? plan : { ...plan, unitCost };
}

/** How a metered plan aggregates; undefined for a licensed one. */
function readUsage(reading: Reading, plan: SourceMap): AggregateUsage | undefined {
  const type = readOr<"licensed" | "metered">(reading, plan, "usage_type", readChoice(), "licensed");
  const aggregate = readOr<AggregateUsage>(reading, plan, "aggregate_usage", readChoice(), "sum");
  const entry = plan.entries.get("aggregate_usage");
  if (type === "metered") return aggregate;
  if (entry !== undefined) {
    reading.refuseKey(entry, {
      code: "misplaced-key",
      message: "`aggregate_usage` stands in a licensed plan.",
      rule: "Only metered plans have usage to aggregate.",
      remedy: "Write `usage_type: metered`, or take it out.",
    });
  }
  return undefined;
}

/** Three years at most, as Stripe's prices. */
const MOST: Readonly<Record<IntervalUnit, number>> = { day: 1095, week: 156, month: 36, year: 3 };

function readInterval(reading: Reading, plan: SourceMap): Plan["interval"] | undefined {
  const unit = readField<IntervalUnit>(reading, plan, "interval", readChoice());
  const countNode = field(plan, "interval_count");
  const count = countNode === undefined ? 1 : readWhole(reading, countNode);
  if (unit === undefined || count === undefined) return undefined;
  if (count <= MOST[unit] || countNode === undefined) return billingInterval(unit, count);
  return reading.refuse(countNode, {
    code: "interval-too-long",
    message: `The plan bills every ${count} ${unit}s.`,
    rule: `An interval is at most three years: ${MOST[unit]} ${unit}s.`,
    remedy: "Write a smaller `interval_count`.",
  });
}
