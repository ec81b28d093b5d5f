import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Line } from "../../engine/account/line.ts";
import type { BillingSettings } from "../../engine/billing/settings.ts";
import { chargeModels } from "../../engine/catalog/charge-models/registry.ts";
import type { Plan } from "../../engine/catalog/plan.ts";
import { currencies } from "../../engine/money/currency.ts";
import { explainInvoice, invoiceNames } from "../../reports/explain/explain.ts";
import { exactMajor, exactQuotient, lineEquation } from "../../reports/explain/line-arithmetic.ts";
import { route } from "../../reports/router.ts";
import { drawnScenario } from "./drawn-scenario.ts";
import { runInto } from "./run.ts";
import { at, change, coupon, customer, day, plan, scenario, subscribe, taxRate, usd } from "./scenario-in-code.ts";

describe("explain", () => {
  it("the docs' upgrade gives -166 and +541, with the seconds it comes from", () => {
    const silver = plan("silver", 1000);
    const gold = plan("gold", 3252);
    const life = customer("jenny", [at(1_596_749_288, subscribe([[silver, 1]])), at(1_598_982_148, change({ plan: gold }))]);
    const text = explainInvoice(scenario([life], { start: day(2020, 8, 1), end: day(2020, 10, 1) }), "jenny-0002") ?? "";
    expect(text).toContain("1. Unused time on silver after 01 Sep 2020");
    expect(text).toContain(
      "   amount      round(-1000 x 445540 / 2678400) = -166, exactly -166.345579..., to the nearest minor unit, ties away from zero (D1)\n",
    );
    expect(text).toContain("2. Remaining time on gold after 01 Sep 2020");
    expect(text).toContain("   numerator   445540 s left\n   denominator 2678400 s in the full period\n");
    expect(text).toContain("   amount      round(3252 x 445540 / 2678400) = 541, exactly 540.955824..., to the nearest minor unit, ties away from zero (D1)\n");
    expect(text).toContain("subtotal                   USD 36.27   -166 + 541 + 3252\n");
  });

  it("shows each discount and tax with its own rounding, and what the balance does", () => {
    const discounts = [coupon("fifth", { percent: "20" }), coupon("five", { amountOff: 500 })];
    const rates = [taxRate("vat", "21", true), taxRate("local", "2.5")];
    const life = customer("alice", [at(day(2026, 1, 5), subscribe([[plan("pro", 1999), 1]], { discounts, taxRates: rates }))], { balance: -300 });
    const text = explainInvoice(scenario([life]), "alice-0001") ?? "";
    expect(text.split("\n").slice(3)).toEqual([
      "1. 1 x pro (at $19.99 / month)                                         USD 19.99",
      "   rule        price of the full period (D1)",
      "   price       pro, per_unit: 1 x 1999 minor units",
      "   time        2026-01-05T00:00:00Z to 2026-02-05T00:00:00Z, 2678400 s",
      "   amount      1999",
      "   discount    fifth: round(1999 x 20 / 100) = 400, USD -4.00",
      "   discount    five: its share of USD 5.00, split in proportion: floor, remainder to the last line (D1), USD -5.00",
      "   tax         vat 21%: round(1099 x 21 / (100 + 21)) = 191, inside the amount, USD 1.91",
      "   tax         local 2.5%: round(908 x 2.5 / 100) = 23, on top, USD 0.23",
      "",
      "subtotal                   USD 19.99",
      "discount                   USD -9.00",
      "tax                         USD 2.14   of it USD 1.91 inside the lines",
      "total                      USD 11.22   1999 - 900 + 23 = 1122",
      "balance before             USD -3.00   negative is credit (D5)",
      "asked                       USD 8.22   max(0, 1122 - 300) (D17)",
      "balance after               USD 0.00",
      "amount due                  USD 8.22",
      "amount paid                 USD 8.22",
      "amount remaining            USD 0.00",
      "",
    ]);
  });

  it("tells how a tiered price comes about, and why a small amount is not charged", () => {
    const tiers = [
      { upTo: 5, unit: 5, flat: 0 },
      { upTo: Number.POSITIVE_INFINITY, unit: 4, flat: 0 },
    ];
    const seats: Plan = { ...plan("seats", 0), model: chargeModels.graduated, terms: { scale: 1, unit: 0, divideBy: 1, round: "up", tiers } };
    const text = explainInvoice(scenario([customer("alice", [at(day(2026, 1, 5), subscribe([[seats, 6]]))])]), "alice-0001") ?? "";
    expect(text).toContain("1. 6 x seats (graduated tiers / month)");
    expect(text).toContain("   price       seats, graduated: 5 x 5 + 1 x 4 minor units");
    expect(text).toContain("to the balance              USD 0.29   below the minimum charge of USD 0.50 (D3)\n");
  });

  it("a stub is an ordinary line with its fraction", () => {
    const life = customer("alice", [at(day(2018, 8, 9), subscribe([[plan("basic", 980), 1]], { billingCycleAnchor: day(2018, 9, 1) }))]);
    const text = explainInvoice(scenario([life], { start: day(2018, 8, 1), end: day(2018, 9, 1) }), "alice-0001") ?? "";
    expect(text).toContain("   numerator   1987200 s in the cut period\n   denominator 2678400 s in the full period\n");
    expect(text).toContain("round(980 x 1987200 / 2678400) = 727");
  });

  it("an invoice that is not there has no explanation, and there are names to choose from", () => {
    const one = scenario([customer("alice", [at(day(2026, 1, 5), subscribe([[plan("pro", 2000), 1]]))])], { end: day(2026, 2, 6) });
    expect(explainInvoice(one, "alice-0009")).toBeUndefined();
    expect(invoiceNames(one)).toEqual(["alice-0001", "alice-0002"]);
  });
});

describe("the arithmetic of a line", () => {
  /** What an equation of the explanation comes to, computed from its text alone. */
  function worth(equation: string): bigint {
    const match = /^(?:round\()?(-?\d+)(?: x (\d+))?(?: \/ \(?(\d+)(?: x (\d+))?\)?\))?(?: = -?\d+)?$/.exec(equation);
    if (match === null) throw new Error(`not an equation: ${equation}`);
    const [base, part, whole, scale] = [match[1], match[2] ?? 1, match[3] ?? 1, match[4] ?? 1].map((number) => BigInt(number ?? 1)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
    const above = base * part;
    const below = whole * scale;
    const magnitude = above < 0n ? -above : above;
    const rounded = (2n * magnitude + below) / (2n * below);
    return above < 0n ? -rounded : rounded;
  }

  test.prop([drawnScenario], { numRuns: 25 })("every printed equation gives the line's amount", (one) => {
    let lines = 0;
    const check = (line: Line): void => {
      lines++;
      expect(worth(lineEquation(line))).toBe(BigInt(line.amount));
    };
    runInto(one, route([{ invoice: (_at, _account, invoice, step) => void (step === "created" && invoice.lines.forEach(check)) }]));
    expect(lines).toBeGreaterThan(0);
  });

  it("says the exact quotient where there was something to round", () => {
    const line = (base: number, part: number, whole: number, scale = 1): Line => ({ base, part, whole, scale }) as Line;
    expect(exactQuotient(line(1000, 1, 4))).toBeUndefined();
    expect(exactQuotient(line(-1000, 1, 3))).toBe("-333.333333...");
    expect(exactQuotient(line(15, 1, 1, 10))).toBe("1.500000");
  });

  it("shows a price with all its decimals, at least the currency's", () => {
    const jpy = currencies.get("jpy") ?? usd;
    expect([
      exactMajor(4000, 1, usd),
      exactMajor(5, 100, usd),
      exactMajor(-100_000, 100, usd),
      exactMajor(980, 1, jpy),
      exactMajor(10n ** 20n, 10n ** 17n, usd),
    ]).toEqual(["40.00", "0.0005", "-10.00", "980", "10.00"]);
  });
});

describe("refused funding", () => {
  it("is told with the reason", async () => {
    const { run } = await import("./run.ts");
    const base = scenario([customer("alice", [at(day(2026, 1, 5), subscribe([[plan("pro", 2000), 1]]))])], { end: day(2026, 1, 6) });
    const billing: BillingSettings = { ...base.billing, acceptFunding: new Set(["debit"]) };
    expect(run({ ...base, billing }).golden()).toContain("alice: pro x1, card visa has funding credit, which is not accepted");
  });
});
