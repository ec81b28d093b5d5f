import { describe, expect, it } from "vitest";
import { filed, rowsOf } from "./filed.ts";

const ROWS = `customer,plan,quantity,unit_amount,started_at,trial_end,status,coupon,coupon_ends_at
own,starter,2,15.50,2025-11-15,,active,,
listed,starter,2,,2025-11-15,,active,,
less,starter,2,15.50,2025-11-15,,active,less,2026-03-20
late,starter,2,15.50,2025-11-15,,past_due,,
unpaid,starter,2,15.50,2025-11-15,,unpaid,,
trial,starter,2,15.50,2025-12-20,2026-01-19,trialing,,
paused,starter,2,15.50,2025-11-15,,paused,,
`;

/** Totals of every customer's invoices over four renewals, where the business does this. */
function totalsOf(mode: string, entry: string, more = ""): ReadonlyMap<string, readonly string[]> {
  const scenario = filed(
    `billing: { mode: ${mode} }
populations:
  base:
    signups: { existing: { from: base.csv } }
${more}timeline: { entry: { ${entry} } }
`,
    { "base.csv": ROWS },
    "{ start: 2026-01-01, end: 2026-05-01 }",
  );
  const totals = new Map<string, string[]>();
  for (const row of rowsOf(scenario, "customers")) totals.set(row.get("customer") ?? "", []);
  for (const row of rowsOf(scenario, "invoices")) totals.get(row.get("customer") ?? "")?.push(row.get("total") ?? "");
  return totals;
}

const PRICE = "change_price: { plan: starter, set: { unit_amount: 2300 }";
const MIGRATE = "migrate: { from: starter, to: pro";

/** 2 x 15.50 is 31.00, 2 x 19.00 is 38.00, 2 x 23.00 is 46.00, 2 x 49.00 is 98.00; the coupon takes a tenth until 2026-03-20. */
const EXPECTED = {
  "nothing that reaches them": [
    "at: 2026-02-20, outage: { declines: processing_error }, until: 2026-02-21",
    { own: "31.00 31.00 31.00 31.00", less: "27.90 27.90 27.90 31.00", trial: "31.00 31.00 31.00 31.00" },
  ],
  "a price for new customers": [
    `at: 2026-01-05, ${PRICE}, for: new }`,
    { own: "31.00 31.00 31.00 31.00", less: "27.90 27.90 27.90 31.00", trial: "31.00 31.00 31.00 31.00" },
  ],
  "a price at renewals": [
    `at: 2026-01-05, ${PRICE}, for: at_renewal }`,
    { own: "46.00 46.00 46.00 46.00", less: "41.40 41.40 41.40 46.00", trial: "46.00 46.00 46.00 46.00" },
  ],
  // From January 5 to 15, of the 31 days since December 15: -31.00 x 10/31 + 46.00 x 10/31.
  "a price at once": [
    `at: 2026-01-05, ${PRICE}, for: now }`,
    { own: "50.84 46.00 46.00 46.00", less: "45.75 41.40 41.40 46.00", trial: "0.00 46.00 46.00 46.00 46.00" },
  ],
  "a migration at renewals": [
    `at: 2026-01-05, ${MIGRATE}, when: at_renewal }`,
    { own: "98.00 98.00 98.00 98.00", less: "88.20 88.20 88.20 98.00", trial: "98.00 98.00 98.00 98.00" },
  ],
  "a migration at once": [
    `at: 2026-01-05, ${MIGRATE}, when: now }`,
    { own: "119.61 98.00 98.00 98.00", less: "107.65 88.20 88.20 98.00", trial: "0.00 98.00 98.00 98.00 98.00" },
  ],
  "a migration at once that is not prorated": [
    `at: 2026-01-05, ${MIGRATE}, when: now, proration_behavior: none }`,
    { own: "98.00 98.00 98.00 98.00", less: "88.20 88.20 88.20 98.00", trial: "0.00 98.00 98.00 98.00 98.00" },
  ],
} as const;

describe.each(["flexible", "classic"])("rows with prices of their own, in %s mode (N105, N154)", (mode) => {
  it.each(Object.entries(EXPECTED))("%s", (_, [entry, expected]) => {
    const totals = totalsOf(mode, entry);
    const of = (customer: string): string | undefined => totals.get(customer)?.join(" ");
    for (const [customer, said] of Object.entries(expected)) expect(`${customer} ${of(customer)}`).toBe(`${customer} ${said}`);
    // What they owe from before is not in the file, so their lives are those of who owes nothing.
    for (const customer of ["late", "unpaid"]) expect(`${customer} ${of(customer)}`).toBe(`${customer} ${expected.own}`);
    expect(totals.get("paused")).toEqual([]);
  });

  it("who pays the list price pays the new one by the same entries", () => {
    expect(totalsOf(mode, `at: 2026-01-05, ${PRICE}, for: new }`).get("listed")).toEqual(["38.00", "38.00", "38.00", "38.00"]);
    expect(totalsOf(mode, `at: 2026-01-05, ${PRICE}, for: at_renewal }`).get("listed")).toEqual(["46.00", "46.00", "46.00", "46.00"]);
    // -38.00 x 10/31 + 46.00 x 10/31, each rounded.
    expect(totalsOf(mode, `at: 2026-01-05, ${PRICE}, for: now }`).get("listed")?.[0]).toBe("48.58");
  });

  it("`where` tells prices of before from those of the list", () => {
    const totals = totalsOf(mode, `at: 2026-02-01, where: { paying_below: 3500 }, ${PRICE}, for: at_renewal }`);
    expect(totals.get("own")).toEqual(["31.00", "46.00", "46.00", "46.00"]);
    expect(totals.get("listed")).toEqual(["38.00", "38.00", "38.00", "38.00"]);
  });

  it("seats that are added cost what the others cost", () => {
    const grow = "    behavior: { grow: { seats: { change: 1, rate: 99.9999%, proration_behavior: none } } }\n";
    for (const total of totalsOf(mode, "at: 2026-04-30, outage: { declines: processing_error }", grow).get("own") ?? [])
      expect((Number(total) * 100) % 1550).toBe(0);
  });

  it("a past due row whose card fails goes through the retries of the run's first invoice, and ends", () => {
    const totals = totalsOf(mode, `at: 2026-03-05, ${PRICE}, for: now }`, "    card: insufficient_funds\n");
    for (const customer of ["own", "late"]) expect(totals.get(customer)).toEqual(["31.00"]);
  });
});
