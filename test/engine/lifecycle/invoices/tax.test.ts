import { describe, expect, it } from "vitest";
import { lifeOf } from "../../script.ts";

/** The first three lines go on with the list of plans. */
const BLOCKS = `  fifteen: { currency: usd, interval: month, unit_amount: 1500 }
  net: { currency: usd, interval: month, unit_amount: 1000, tax_behavior: exclusive }
  gross: { currency: usd, interval: month, unit_amount: 2420, tax_behavior: inclusive }
tax_rates:
  vat: { percentage: 21, inclusive: false }
  gst: { percentage: 10, inclusive: true }
  levy: { percentage: 5, inclusive: false }
`;
const CLOCK = ["2026-04-01", "2026-05-02"] as const;
const lived = (entries: readonly string[], more: { fields?: string; blocks?: string } = {}) =>
  lifeOf(CLOCK, entries, { ...more, blocks: `${BLOCKS}${more.blocks ?? ""}` });

describe("which rates tax a line (D2)", () => {
  it.each([
    ["the item's", "items: [{ plan: basic, tax_rates: [levy] }], tax_rates: [vat]", [50]],
    ["an empty list of the item is none", "items: [{ plan: basic, tax_rates: [] }], tax_rates: [vat]", [0]],
    ["the subscription's", "plan: basic, tax_rates: [vat]", [210]],
    ["the customer's", "plan: basic", [50 + 210]],
    ["item by item", "items: [{ plan: basic, tax_rates: [levy] }, { plan: pro }], tax_rates: [vat]", [50, 420]],
  ])("%s", (_whose, terms, expected) => {
    const life = lived([`{ at: 2026-04-01, subscribe: { ${terms} } }`], { fields: "tax_rates: [levy, vat]", blocks: "billing: { tax_rates: [gst] }" });
    expect(life.invoice(1).taxes).toEqual(expected);
  });

  it("the account's, where nothing nearer says otherwise", () => {
    const life = lived(["{ at: 2026-04-01, subscribe: { plan: basic } }"], { blocks: "billing: { tax_rates: [gst] }" });
    expect([life.invoice(1).taxes, life.invoice(1).total]).toEqual([[91], 1000]);
  });
});

describe("a proration is taxed", () => {
  it("at the rates in force when it is made, its credit negatively", () => {
    const life = lived([
      "{ at: 2026-04-01, subscribe: { plan: basic, tax_rates: [vat] } }",
      "{ at: 2026-04-16, change: { plan: pro } }",
      "{ at: 2026-04-20, change: { tax_rates: [levy] } }",
    ]);
    expect([life.invoice(2).amounts, life.invoice(2).taxes]).toEqual([
      [-500, 1000, 2000],
      [-105, 210, 100],
    ]);
    expect(life.invoice(2).total).toBe(2500 + 205);
  });

  it("by the `tax_behavior` of the plan that was debited", () => {
    const life = lived(["{ at: 2026-04-01, subscribe: { plan: net, tax_rates: [vat] } }", "{ at: 2026-04-16, change: { plan: gross } }"]);
    expect(life.invoice(2).taxes).toEqual([-105, 210, 420]);
    expect(life.invoice(2).total).toBe(-605 + 1210 + 2420);
  });
});

it("tax is on the amount after discounts: (15.00 - 5.00) x 1.21 = 12.10 (CASH)", () => {
  const life = lived(["{ at: 2026-04-01, subscribe: { plan: fifteen, coupon: five, tax_rates: [vat] } }"], {
    blocks: "coupons: { five: { amount_off: 500, currency: usd, duration: once } }\n",
  });
  expect(life.totals[0]).toBe(1210);
});
