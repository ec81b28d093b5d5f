import { describe, expect, it } from "vitest";
import { simulate } from "../../engine/simulation/simulate.ts";
import { collect } from "../../reports/collect.ts";
import { customerTimeline } from "../../reports/index.ts";
import { filed, fileOf, rowsOf, saidOf } from "./filed.ts";

const FROM = "signups: { existing: { from: base.csv } }";
type Rows = ReturnType<typeof rowsOf>;
const of = (rows: Rows, column: string): readonly (string | undefined)[] => rows.map((row) => row.get(column));

/** A scenario of one population that is this file. */
const base = (csv: string, more = "", clock?: string) => filed(`populations:\n  base:\n    ${FROM}\n${more}`, { "base.csv": csv }, clock);

describe("an existing base from a file (N104-N106)", () => {
  it("goes on where a run stopped: our own subscriptions.csv is a valid file", () => {
    const crowd = `
populations:
  people:
    signups: { per_month: 12 }
    currency: { usd: 2, eur: 1 }
    attributes: { segment: { solo: 1, team: 1 } }
    subscribe:
      starter: { weight: 3, plan: starter, trial: 20 days, coupon: less }
      pro: { weight: 2, plan: pro, quantity: { distribution: poisson, mean: 3, min: 1 } }
      both: { weight: 1, items: [{ plan: pro, quantity: 2 }, { plan: starter }], coupon: less }
`;
    const whole = filed(crowd, {}, "{ start: 2026-01-01, end: 2027-01-01 }");
    const first = filed(crowd, {}, "{ start: 2026-01-01, end: 2026-07-01 }");
    const rest = base(fileOf(first, "subscriptions"), "", "{ start: 2026-07-01, end: 2027-01-01 }");
    const SAME = ["customer", "billing_reason", "created_at", "paid_at", "period_start", "period_end", "subtotal", "discount", "total", "currency", "status"];
    const told = (rows: Rows): readonly string[] => rows.map((row) => SAME.map((column) => row.get(column)).join());
    const ids = new Set(of(rowsOf(rest, "customers"), "customer"));
    expect(ids.size).toBeGreaterThan(50);
    const later = rowsOf(whole, "invoices").filter((row) => ids.has(row.get("customer") as string) && (row.get("created_at") as string) >= "2026-07-01");
    expect(later.length).toBeGreaterThan(250);
    expect(fileOf(rest, "subscriptions").split("\n")[0]).toBe(fileOf(first, "subscriptions").split("\n")[0]);
    const goesOn = rowsOf(rest, "invoices");
    expect(told(goesOn)).toEqual(told(later));
    expect(goesOn.some((row) => row.get("discount") !== "0.00")).toBe(true);
    const then = new Map(rowsOf(whole, "subscriptions").map((row) => [row.get("subscription"), row]));
    for (const row of rowsOf(rest, "subscriptions")) {
      const other = then.get(row.get("subscription"));
      for (const column of [
        "plans",
        "quantity",
        "status",
        "started_at",
        "trial_end",
        "current_period_end",
        "mrr",
        "unit_amount",
        "coupon_ends_at",
        "segment",
      ]) {
        expect(row.get(column), `${row.get("subscription")} ${column}`).toBe(other?.get(column));
      }
    }
  });

  it("stands in the first opening, is never new, and comes back as a reactivation", () => {
    const csv =
      "customer,plan,quantity,started_at,status\na,pro,2,2025-03-10,active\nb,starter,,2025-03-10,past_due\nc,pro,,2025-12-20,active\nd,pro,1,2024-01-01,paused\n";
    const scenario = base(csv, "", "{ start: 2026-01-01, for: 2 months }");
    const [first, second] = rowsOf(scenario, "mrr");
    expect(["opening", "new", "closing", "subscribers"].map((column) => first?.get(column))).toEqual(["166.00", "0.00", "166.00", "3"]);
    expect(second?.get("opening")).toBe("166.00");
    expect(rowsOf(scenario, "churn").map((row) => row.get("customers_opening"))).toEqual(["3", "3"]);
    expect(rowsOf(scenario, "mrr_movements").map((row) => [row.get("movement"), row.get("amount")])).toEqual([
      ["opening", "98.00"],
      ["opening", "19.00"],
      ["opening", "49.00"],
    ]);
    expect(fileOf(scenario, "events")).not.toMatch(/customer\.created|subscription\.created|payment_method/);
    expect(customerTimeline(scenario, "d")).toContain("paused");
  });

  it("pays its own price until it moves to another plan, and is credited what it paid", () => {
    const csv = "customer,plan,quantity,unit_amount,started_at,coupon\nold,starter,2,15.50,2025-11-15,\nsold,starter,1,,2025-11-15,less\n";
    const move = "    behavior: { up: { change: { from: starter, to: pro, rate: 99.9999%, proration_behavior: always_invoice } } }\n";
    expect(of(rowsOf(base(csv), "invoices"), "total").slice(0, 2)).toEqual(["31.00", "31.00"]);
    const lines = rowsOf(base(csv, move), "invoice_lines").filter((row) => row.get("kind")?.startsWith("proration"));
    for (const [customer, paid, price] of [
      ["old", 3100, 9800],
      ["sold", 1710, 4410],
    ] as const) {
      const [credit, charge] = lines.filter((row) => row.get("customer") === customer);
      const left = Number(credit?.get("ratio_numerator")) / Number(credit?.get("ratio_denominator"));
      expect(Number(credit?.get("ratio_denominator"))).toBe(31 * 86_400);
      expect(Number(credit?.get("amount")) * 100).toBeCloseTo(-Math.round(paid * left), 6);
      expect(Number(charge?.get("amount")) * 100).toBeCloseTo(Math.round(price * left), 6);
    }
  });

  it("keeps what is left of coupons, trials and planned ends", () => {
    const csv = `customer,plan,started_at,trial_end,cancel_at_period_end,cancel_at,coupon,coupon_ends_at,current_period_end
months,pro,2025-10-05,,,,less,2026-03-05,
unsaid,pro,2025-10-05,,,,less,,
forever,pro,2025-10-05,,,,always,,
once,pro,2025-10-05,,,,half,,
trial,pro,2025-12-20,2026-01-19,,,half,,
leaves,pro,2025-10-05,,true,,,,2026-01-05
planned,pro,2025-10-05,,,2026-02-10,,,
`;
    const scenario = base(csv, "", "{ start: 2026-01-01, for: 5 months }");
    const invoices = rowsOf(scenario, "invoices");
    const totals = (customer: string): readonly (string | undefined)[] =>
      of(
        invoices.filter((row) => row.get("customer") === customer),
        "total",
      );
    expect(totals("months")).toEqual(["44.10", "44.10", "49.00", "49.00", "49.00"]);
    expect(totals("unsaid")).toEqual(["44.10", "44.10", "44.10", "49.00", "49.00"]);
    expect(totals("forever")).toEqual(["46.00", "46.00", "46.00", "46.00", "46.00"]);
    expect(totals("once")).toEqual(["24.50", "49.00", "49.00", "49.00", "49.00"]);
    expect(totals("trial")).toEqual(["24.50", "49.00", "49.00", "49.00", "49.00"]);
    expect(totals("leaves")).toEqual([]);
    // The last period is cut: five days of the 28 of February.
    expect(totals("planned")).toEqual(["49.00", "8.75"]);
    const ends = rowsOf(scenario, "subscriptions").filter((row) => row.get("ended_at") !== "");
    expect(ends.map((row) => [row.get("customer"), row.get("end_reason"), row.get("ended_at")?.slice(0, 10)])).toEqual([
      ["leaves", "period_end", "2026-01-05"],
      ["planned", "cancel_at", "2026-02-10"],
    ]);
  });

  it("leaves out what has ended, and counts tenure from the real start", () => {
    const rows = Array.from({ length: 100 }, (_, i) => `c${i},pro,${i < 50 ? "2024-05-05" : "2025-12-28"},${i % 50 === 0 ? "canceled" : ""}`);
    const churn = "    behavior: { churn: { cancel: { rate: { first 6 months: 99.999%, after: 0% } } } }\n";
    const scenario = base(`customer,plan,started_at,status\n${rows.join("\n")}\n`, churn, "{ start: 2026-01-01, for: 3 months }");
    const left = rowsOf(scenario, "subscriptions");
    expect(left.length).toBe(98);
    expect(left.filter((row) => row.get("status") === "active").every((row) => row.get("started_at")?.startsWith("2024"))).toBe(true);
    expect(left.filter((row) => row.get("status") === "active").length).toBe(49);
  });

  it("has names, prices and columns of its own where the file says so", () => {
    const csv = "account,price,qty,seen,started_at,region\nacme,price_1,3,sub_9,2025-05-05,north\nacme,price_2,1,sub_10,2025-06-05,north\n";
    const scenario = filed(
      `
populations:
  base:
    signups:
      existing:
        from: base.csv
        plans: { price_1: pro, price_2: starter }
        columns: { customer: account, plans: price, quantity: qty, subscription: seen }
`,
      { "base.csv": csv },
    );
    expect(rowsOf(scenario, "subscriptions").map((row) => [row.get("subscription"), row.get("plans"), row.get("quantity"), row.get("region")])).toEqual([
      ["acme/sub_9", "pro", "3", "north"],
      ["acme/sub_10", "starter", "1", "north"],
    ]);
  });

  it("may be what Stripe's Dashboard exports (N109)", () => {
    const csv = `id,Customer ID,Customer Name,Plan,Quantity,Amount,Currency,Interval,Status,Created (UTC),Start (UTC),Start Date (UTC),Current Period Start (UTC),Current Period End (UTC),Trial End (UTC),Cancel At Period End,Canceled At (UTC),Coupon,region (metadata),status (metadata)
sub_1,cus_1,"Acme, Inc.",price_1Nabc,3,17.50,usd,month,active,2024-05-31 10:20,2024-05-31 10:20,2024-05-31 10:20,2025-12-31 10:20,2026-01-31 10:20,,false,,,north,x
sub_2,cus_1,"Acme, Inc.",price_1Nyear,1,190.00,usd,year,active,2025-06-05 00:00,,,2025-06-05 00:00,2026-06-05 00:00,,true,2025-12-02 08:00,,north,
sub_3,cus_2,Borealis,price_1Nabc,1,19.00,usd,month,trialing,2025-12-20 09:00,,,2025-12-20 09:00,2026-01-03 09:00,2026-01-03 09:00,false,,half,,
sub_4,cus_3,Chandra,price_old,1,9.00,usd,month,canceled,2023-12-20 09:00,,,,,,false,2024-01-01 00:00,,,
`;
    const body = `
populations:
  base: { signups: { existing: { from: base.csv, format: stripe, plans: { price_1Nabc: starter, price_1Nyear: annual } } } }
`;
    const scenario = filed(body, { "base.csv": csv }, "{ start: 2026-01-01, for: 2 months }");
    const columns = ["subscription", "plans", "quantity", "unit_amount", "started_at", "cancel_at", "canceled_at", "region"];
    expect(rowsOf(scenario, "subscriptions").map((row) => columns.map((column) => row.get(column)))).toEqual([
      ["cus_1/sub_1", "starter", "3", "17.50", "2024-05-31T10:20:00Z", "", "", "north"],
      ["cus_1/sub_2", "annual", "1", "190.00", "2025-06-05T00:00:00Z", "2026-06-05T00:00:00Z", "2025-12-02T08:00:00Z", "north"],
      ["cus_2/sub_3", "starter", "1", "19.00", "2025-12-20T09:00:00Z", "", "", ""],
    ]);
    expect(rowsOf(scenario, "invoices").map((row) => [row.get("subscription"), row.get("created_at"), row.get("total")])).toEqual([
      ["cus_1/sub_1", "2026-01-31T10:20:00Z", "52.50"],
      ["cus_1/sub_1", "2026-02-28T10:20:00Z", "52.50"],
      ["cus_2/sub_3", "2026-01-03T09:00:00Z", "9.50"],
      ["cus_2/sub_3", "2026-02-03T09:00:00Z", "19.00"],
    ]);
  });

  it("who comes back to a base has a name that none of its rows has", () => {
    const csv = "customer,subscription,plan,started_at\nacme,acme/2,pro,2025-05-05\n";
    const behavior = "    behavior: { churn: { cancel: { rate: 90% } }, back: { return: { rate: 90% } } }\n";
    const names = of(rowsOf(base(csv, behavior, "{ start: 2026-01-01, for: 24 months }"), "subscriptions"), "subscription");
    expect(names.length).toBeGreaterThan(2);
    expect(new Set(names).size).toBe(names.length);
  });

  it("usage counts from the clock's start", () => {
    const usage = "    usage: { calls: { plan: calls, every: 1 day, quantity: 1 } }\n";
    const lines = rowsOf(base("customer,plans,started_at\nacme,pro;calls,2025-12-11\n", usage, "{ start: 2026-01-01, for: 2 months }"), "invoice_lines");
    expect(lines.filter((row) => row.get("kind") === "usage").map((row) => row.get("quantity"))).toEqual(["10", "31"]);
  });
});

describe("an existing base by count (N107)", () => {
  const crowd = (churn: string, count = 500, clock = "{ start: 2026-01-01, for: 1 month }") =>
    filed(
      `
populations:
  base:
    signups: { existing: { count: ${count} } }
    subscribe: { a: { weight: 3, plan: starter }, b: { weight: 1, plan: annual, coupon: less } }
    behavior: { churn: { cancel: { rate: ${churn} } } }
`,
      {},
      clock,
    );
  const age = (rows: Rows): number => {
    const months = rows.map((row) => {
      const [year, month] = (row.get("started_at") as string).split("-").map(Number) as [number, number];
      return (2026 - year) * 12 + 1 - month;
    });
    return months.reduce((sum, one) => sum + one, 0) / months.length;
  };

  it("is drawn from the mix, lives at the clock's start and is as old as its churn makes it", () => {
    const rows = rowsOf(crowd("10%"), "subscriptions");
    expect(rows.length).toBe(500);
    expect(rows.filter((row) => row.get("plans") === "annual").length / 500).toBeCloseTo(0.25, 1);
    expect(rows.every((row) => (row.get("started_at") as string) < "2026-01-01")).toBe(true);
    expect(new Set(of(rows, "subscription")).size).toBe(500);
    // A month in ten leaves: geometric, mean age about nine and a half months with a standard error of 0.4; without churn thirty.
    expect(age(rows)).toBeGreaterThan(8);
    expect(age(rows)).toBeLessThan(11);
    expect(age(rowsOf(crowd("0%"), "subscriptions"))).toBeGreaterThan(28);
  });

  it("one more moves nobody else", () => {
    const clock = "{ start: 2026-01-01, for: 6 months }";
    const few = fileOf(crowd("5%", 40, clock), "invoices");
    expect(fileOf(crowd("5%", 50, clock), "invoices").startsWith(few)).toBe(true);
  });

  it("has no names in common with who signs up, and needs a mix", () => {
    expect(of(rowsOf(crowd("5%", 3), "customers"), "customer")[0]).toMatch(/^base-20\d\d-\d\d-0001$/);
    expect(saidOf("populations: { base: { signups: { existing: { count: 3 } } } }", {})).toEqual(["a.yaml:14 missing-key"]);
  });

  it("is told of in ranges as in one run", () => {
    const scenario = crowd("5%", 30);
    const seen: string[] = [];
    for (const customers of [
      { from: 0, to: 11 },
      { from: 11, to: 30 },
    ]) {
      const collection = collect(scenario, { golden: false });
      simulate(scenario, { ...collection.sink, begin: ({ id }) => void seen.push(id) }, { customers });
    }
    expect(seen).toEqual(of(rowsOf(scenario, "customers"), "customer"));
  });
});
