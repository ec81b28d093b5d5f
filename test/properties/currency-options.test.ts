import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read, yamlOf } from "../reference/compare.ts";
import { scenarioDraw, scenarioObject } from "../reference/draw/scenario.ts";
import type { PlainRecord } from "../reference/draw/yaml-object.ts";
import { runEngine } from "../reference/observe.ts";

const PER_CURRENCY = new Set(["unit_amount", "unit_amount_decimal", "tiers"]);

/** The same plan with its own price in another currency, and this one among its options. */
function soldAbroadToo(plan: PlainRecord, currency: string, own: string): PlainRecord {
  const isTiered = plan["billing_scheme"] === "tiered";
  const kept = Object.entries(plan).filter(([key]) => !PER_CURRENCY.has(key));
  const option = Object.fromEntries(Object.entries(plan).filter(([key]) => PER_CURRENCY.has(key)));
  const price = isTiered ? { tiers: [{ up_to: "inf", unit_amount: 77_777 }] } : { unit_amount: 77_777 };
  return { ...Object.fromEntries(kept), ...price, currency: own, currency_options: { [currency]: option, nok: price } };
}

describe("a customer in another currency than a plan's own", () => {
  it("is billed as if the plan had that price alone, in 250 drawn scenarios", () => {
    let compared = 0;
    const property = fc.property(scenarioDraw, fc.constantFrom("usd", "jpy", "bhd", "isk"), (draw, other) => {
      const own = other === draw.currency ? "ugx" : other;
      const home = scenarioObject(draw);
      const plans = Object.entries((home["plans"] ?? {}) as PlainRecord).map(([id, plan]) => [id, soldAbroadToo(plan as PlainRecord, draw.currency, own)]);
      const atHome = read(yamlOf(home));
      const abroad = read(yamlOf({ ...home, plans: Object.fromEntries(plans) }));
      if ("problems" in atHome) return;
      if ("problems" in abroad) expect.fail(abroad.problems);
      compared++;
      expect(runEngine(abroad.scenario)).toEqual(runEngine(atHome.scenario));
    });
    fc.assert(property, { seed: 20_260_401, numRuns: 250 });
    expect(compared).toBeGreaterThanOrEqual(225);
  });
});
