import { describe, expect, it } from "vitest";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { CLOCK, PLANS, withEntries } from "./read.ts";

/** What a text is warned about; it is a scenario all the same. */
function warnings(text: string): string[] {
  const { scenario, issues } = readScenario(text, "test.yaml");
  expect(scenario).toBeDefined();
  expect(issues.every(({ severity }) => severity === "warning")).toBe(true);
  return issues.map(({ code, message }) => `${code}: ${message}`);
}

const THREE = "{ at: 2026-01-31, subscribe: { plan: pro, quantity: 3 } }";

describe("warnings leave the scenario whole", () => {
  it("a changed plan resets the quantity to 1", () => {
    expect(warnings(withEntries(THREE, "{ after: 1 day, change: { plan: max } }"))).toEqual([
      "quantity-reset: The change to max takes the quantity from 3 to 1.",
    ]);
  });

  it("not when a quantity is given, or it was 1 anyway, or of another subscription", () => {
    expect(warnings(withEntries(THREE, "{ after: 1 day, change: { plan: max, quantity: 1 } }", "{ after: 1 day, change: { plan: pro } }"))).toEqual([]);
    const two = ["{ at: 2026-01-31, subscribe: { plan: pro, as: web, quantity: 3 } }", "{ at: 2026-01-31, subscribe: { plan: pro, as: app } }"];
    expect(warnings(withEntries(...two, "{ after: 1 day, subscription: app, change: { plan: max } }"))).toEqual([]);
    expect(warnings(withEntries(...two, "{ after: 1 day, subscription: alice/web, change: { plan: max } }"))).toHaveLength(1);
  });

  it("a change that names nothing", () => {
    expect(warnings(withEntries(THREE, "{ after: 1 day, change: {} }"))).toEqual(["change-without-effect: `change` names nothing to change."]);
  });

  it("an amount coupon in another currency", () => {
    const coupons = "coupons: { ten: { amount_off: 1000, currency: eur } }\n";
    const expected = ['coupon-without-effect: The coupon "ten" takes off an amount in eur, but alice is billed in usd.'];
    expect(warnings(`${withEntries("{ at: 2026-01-31, subscribe: { plan: pro, coupon: ten } }")}${coupons}`)).toEqual(expected);
    expect(warnings(`${CLOCK}${PLANS}${coupons}customers: { alice: { currency: usd, coupon: ten } }\n`)).toEqual(expected);
  });
});
