import type { PlainRecord } from "./yaml-object.ts";

const PER_CURRENCY = new Set(["unit_amount", "unit_amount_decimal", "tiers"]);

/** The same plan with its own price in another currency, and this one among its options. */
function soldAbroadToo(plan: PlainRecord, currency: string, own: string): PlainRecord {
  const isTiered = plan["billing_scheme"] === "tiered";
  const kept = Object.entries(plan).filter(([key]) => !PER_CURRENCY.has(key));
  const option = Object.fromEntries(Object.entries(plan).filter(([key]) => PER_CURRENCY.has(key)));
  const price = isTiered ? { tiers: [{ up_to: "inf", unit_amount: 77_777 }] } : { unit_amount: 77_777 };
  return { ...Object.fromEntries(kept), ...price, currency: own, currency_options: { [currency]: option, nok: price } };
}

/** The same scenario with its plans sold at home in another currency than its customers': they meet only the price in theirs (K4). */
export function withPricesAbroad(scenario: PlainRecord, currency: string, other: string): PlainRecord {
  const own = other === currency ? "ugx" : other;
  const plans = Object.entries((scenario["plans"] ?? {}) as PlainRecord).map(([id, plan]) => [id, soldAbroadToo(plan as PlainRecord, currency, own)]);
  return { ...scenario, plans: Object.fromEntries(plans) };
}
