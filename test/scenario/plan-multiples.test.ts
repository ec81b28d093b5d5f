import { describe, expect, it } from "vitest";
import { scenarioOf } from "./read.ts";

/** The price of a unit of each plan, as units over a scale. */
function pricesOf(...plans: readonly string[]): readonly string[] {
  const { catalog } = scenarioOf(`
clock: { start: 2026-01-01, for: 1 month }
plans:
${plans.map((plan) => `  ${plan}`).join("\n")}
customers:
  alice: { currency: usd, timeline: [] }
`);
  return [...catalog.plans.values()].map(({ terms: { unit, scale, tiers } }) =>
    tiers.length === 0 ? `${unit}/${scale}` : tiers.map((tier) => `${tier.unit}+${tier.flat}/${scale}`).join(" "),
  );
}

describe("an amount that is a multiple of a plan's", () => {
  it("is rounded once, ties away from zero, to whole minor units", () => {
    expect(pricesOf("pro: { currency: usd, interval: month, unit_amount: 2999 }", "yearly: { currency: usd, interval: year, unit_amount: 4.5 x pro }")).toEqual(
      ["2999/1", "13496/1"],
    );
  });

  it("follows a decimal amount exactly, and one that is written later, and one that is a multiple itself", () => {
    const plans = [
      "year: { currency: usd, interval: year, unit_amount_decimal: 10 x month }",
      "month: { currency: usd, interval: month, unit_amount_decimal: 30 x day }",
      'day: { currency: usd, interval: day, unit_amount_decimal: "0.0125" }',
    ];
    expect(pricesOf(...plans)).toEqual(["375/100", "375/1000", "125/10000"]);
  });

  it("stands in tiers, and in another currency is a multiple of the price there", () => {
    const plans = [
      "pro: { currency: usd, interval: month, unit_amount: 1000, currency_options: { eur: { unit_amount: 900 } } }",
      "team: { currency: usd, interval: month, billing_scheme: tiered, tiers_mode: graduated, tiers: [{ up_to: 5, unit_amount: 0.8 x pro, flat_amount: 2 x pro }, { up_to: inf, unit_amount: 0.5 x pro }] }",
      "euro: { currency: eur, interval: month, unit_amount: 3 x pro }",
    ];
    expect(pricesOf(...plans)).toEqual(["1000/1", "800+2000/1 500+0/1", "2700/1"]);
  });
});
