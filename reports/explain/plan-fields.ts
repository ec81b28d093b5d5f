import type { Tier } from "../../engine/catalog/charge-models/charge-model.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { formatDecimal } from "../../engine/money/decimal.ts";
import type { Exact } from "../../engine/money/exact.ts";

/** A plan as the language declares it, in the one currency that it is in. */
export function planFields({ product, nickname, currency, interval, model, terms, usage, taxBehavior }: Plan): Record<string, unknown> {
  const amount = (units: Exact): string => formatDecimal({ units, scale: terms.scale });
  const tierFields = ({ upTo, unit, flat }: Tier): Record<string, unknown> => ({
    up_to: upTo === Number.POSITIVE_INFINITY ? "inf" : upTo,
    unit_amount_decimal: amount(unit),
    ...(flat === 0 ? {} : { flat_amount_decimal: amount(flat) }),
  });
  return {
    ...(product === undefined ? {} : { product: product.id }),
    ...(nickname === undefined ? {} : { nickname }),
    currency: currency.code,
    interval: interval.unit,
    ...(interval.count === 1 ? {} : { interval_count: interval.count }),
    ...(terms.tiers.length > 0
      ? { billing_scheme: "tiered", tiers_mode: model.kind, tiers: terms.tiers.map(tierFields) }
      : { unit_amount_decimal: amount(terms.unit) }),
    ...(model.kind === "package" ? { transform_quantity: { divide_by: terms.divideBy, round: terms.round } } : {}),
    ...(usage === undefined ? {} : { usage_type: "metered", aggregate_usage: usage }),
    ...(taxBehavior === undefined ? {} : { tax_behavior: taxBehavior }),
  };
}
