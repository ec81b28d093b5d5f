import { chargeModels } from "../../catalog/charge-models/registry.ts";
import { type Plan, planIn } from "../../catalog/plan.ts";
import { didYouMean } from "../../language/did-you-mean.ts";
import { readDecimalAmount } from "../../language/read-number.ts";
import { type Reading, readChoice, readField } from "../../language/reading.ts";
import { block, choice, list, named, ref, type Schema } from "../../language/schema-parts.ts";
import { field, has, namedEntries, quoteText, type SourceEntry, type SourceMap } from "../../language/source-node.ts";
import { type Currency, currencies } from "../../money/currency.ts";
import type { Decimal } from "../../money/decimal.ts";
import { type Price, readPriceElsewhere } from "./price.ts";

/** `tier`: the schema of one tier. */
export function currencyOptionsSchema(tier: Schema): Schema {
  return named(
    "The plan's price in further currencies, by currency code: customers in one of them buy the same plan (K4).",
    block("The price in this currency, of the same kind as the plan's own: `unit_amount` or `unit_amount_decimal`, or `tiers`.", {
      unit_amount: ref("price", "The price of one unit, in minor units of this currency."),
      unit_amount_decimal: ref("decimal_price", "The same with up to 12 decimals."),
      tiers: list("Tiers in this currency, for a tiered plan.", tier, { minItems: 1, maxItems: 200 }),
      tax_behavior: choice("Whether its amounts contain tax; default: as the plan's.", ["exclusive", "inclusive"]),
      unit_cost_decimal: ref("decimal_amount", "What one unit costs you in this currency, where the plan says what it costs in its own."),
    }),
  );
}

/** The plan in the currencies of its `currency_options`. `before`: at its price until now, whose costs stand where the new one says nothing of them. */
export function readCurrencyOptions(reading: Reading, map: SourceMap, plan: Plan, price: Price, before?: Plan): readonly Plan[] {
  const options = field(map, "currency_options");
  if (options?.kind !== "map") return [];
  const found: Plan[] = [];
  for (const entry of namedEntries(options)) {
    const currency = readCode(reading, entry, plan);
    if (currency === undefined || entry.value.kind !== "map" || entry.value.broken) continue;
    const taxBehavior = readField<"exclusive" | "inclusive">(reading, entry.value, "tax_behavior", readChoice()) ?? plan.taxBehavior;
    const elsewhere = readPriceElsewhere(reading, entry.value, price);
    const unitCost = readCostElsewhere(reading, entry, plan, before && planIn(before, currency)?.unitCost);
    if (elsewhere === undefined) continue;
    const sold: Plan = { ...plan, currency, model: chargeModels[elsewhere.model], terms: elsewhere.terms, taxBehavior, elsewhere: [] };
    found.push(unitCost === undefined ? sold : { ...sold, unitCost });
  }
  return found;
}

/** Costs stand in the currency of the sale, so who gives them gives them in all of its currencies. */
function readCostElsewhere(reading: Reading, { key, value }: SourceEntry, plan: Plan, before: Decimal | undefined): Decimal | undefined {
  if (value.kind !== "map") return undefined;
  if (plan.unitCost === undefined || has(value, "unit_cost_decimal")) return readField(reading, value, "unit_cost_decimal", readDecimalAmount);
  if (before !== undefined) return before;
  return reading.refuseMissing(
    value,
    `The price in ${key} has no \`unit_cost_decimal\`, and the plan ${plan.id} has one in ${plan.currency.code}.`,
    "What a unit costs stands beside each price, in its currency: costs are never converted by the scenario's rates.",
    'Write `unit_cost_decimal: "0.05"` in minor units of this currency, or "0".',
  );
}

function readCode(reading: Reading, entry: SourceEntry, plan: Plan): Currency | undefined {
  const currency = currencies.get(entry.key);
  if (currency === undefined) {
    reading.refuseKey(entry, {
      code: "unknown-currency",
      message: `There is no currency ${quoteText(entry.key)}.`,
      rule: "A currency is one of the three-letter codes that Stripe bills in, in lower case.",
      remedy: didYouMean(entry.key, currencies.keys(), "Write a code such as usd, eur or jpy."),
    });
    return undefined;
  }
  if (currency !== plan.currency) return currency;
  reading.refuseKey(entry, {
    code: "repeated",
    message: `The plan ${plan.id} has its price in ${entry.key} already.`,
    rule: "`currency_options` are prices in currencies other than the plan's own `currency`.",
    remedy: "Take it out, or change the plan's own price.",
  });
  return undefined;
}
