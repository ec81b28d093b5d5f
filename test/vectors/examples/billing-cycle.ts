import { expect } from "vitest";
import { type BilledCustomer, billOne, creations, invoiceOf, totals } from "../../product/billed.ts";
import type { Claims, Published } from "../published.ts";

/** A plan of 31.00 a month, so that a day of a month of 31 days is 1.00. */
function cycle(start: string, end: string, interval: string, fields = "", more = ""): BilledCustomer {
  return billOne(`
clock: { start: ${start}, end: ${end} }
plans: { plan: { currency: usd, interval: ${interval}, unit_amount: 3100 } }
customers:
  c:
    timeline:
      - { at: ${start}, subscribe: { plan: plan ${fields} } }
${more}
`);
}

/** The stub before the first full period, in the fraction of an imagined month from its own start. */
function backdatedStub(published: Published, start: string, signUp: string, anchor: string): void {
  const [days, month] = published.text("expected.fraction").split("/").map(Number) as [number, number];
  const customer = cycle(signUp, anchor, "month", `, backdate_start_date: ${start}, billing_cycle_anchor: ${anchor}`);
  const [stub] = invoiceOf(customer, 1).lines;
  expect([stub?.start, stub?.end, stub?.ratio]).toEqual([start, anchor, `${days * 86_400}/${month * 86_400}`]);
  expect(stub?.amount).toBe(Math.round((3100 * days) / month));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May"];

/** `Feb 1` of 2026. */
function firstOf(text: string): string {
  return `2026-0${MONTHS.indexOf(text.slice(0, 3)) + 1}-01`;
}

export const billingCycle: Claims = {
  "cycle-01-jan31": (published) => {
    expect(published.at("expected.bills")).toEqual(["Feb 28 (29 in leap year)", "Mar 31", "Apr 30"]);
    expect(creations(cycle("2026-01-31", "2026-05-01", "month"))).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
    expect(creations(cycle("2028-01-31", "2028-05-01", "month"))).toEqual(["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]);
  },

  "cycle-02-sep2": (published) => {
    expect(published.text("expected.bills")).toBe("2nd of every month");
    expect(creations(cycle("2026-09-02", "2027-01-03", "month"))).toEqual(["2026-09-02", "2026-10-02", "2026-11-02", "2026-12-02", "2027-01-02"]);
  },

  // June 3 is a Friday in 2022.
  "cycle-03-weekly": (published) => {
    expect(published.text("expected.bills")).toBe("every Friday");
    expect(creations(cycle("2022-06-03", "2022-07-02", "week"))).toEqual(["2022-06-03", "2022-06-10", "2022-06-17", "2022-06-24", "2022-07-01"]);
  },

  "cycle-07-trial-past-anchor-28th": (published) => {
    expect(published.text("expected.prorated_invoice")).toBe("at trial end, until the 1st of the next month");
    const customer = cycle("2026-07-28", "2026-09-02", "month", ", trial: 7 days, billing_cycle_anchor: 2026-08-01");
    const [stub] = invoiceOf(customer, 2).lines;
    expect([invoiceOf(customer, 2).created, stub?.start, stub?.end, stub?.amount]).toEqual(["2026-08-04", "2026-08-04", "2026-09-01", 2800]);
    expect(creations(customer)).toEqual(["2026-07-28", "2026-08-04", "2026-09-01"]);
  },

  "cycle-08-trial-anchor-july": (published) => {
    expect(published.at("expected.invoices.*.date")).toEqual(["Jul 22", "Aug 1", "Sep 1"]);
    expect(published.at("expected.invoices.*.kind")).toEqual(["prorated to Aug 1", "full", "full"]);
    const customer = cycle("2026-07-15", "2026-09-02", "month", ", trial_end: 2026-07-22, billing_cycle_anchor: 2026-08-01");
    expect(customer.invoices.map(({ created, total }) => `${created} ${total}`)).toEqual([
      "2026-07-15 0",
      "2026-07-22 1000",
      "2026-08-01 3100",
      "2026-09-01 3100",
    ]);
  },

  "cycle-09-trial-to-move-cycle": (published) => {
    const change = "      - { at: 2026-07-15, change: { trial_end: 2026-08-01, proration_behavior: none } }";
    const customer = cycle("2026-06-23", "2026-08-02", "month", "", change);
    expect(published.at("expected.invoices.*.date")).toEqual(["Jul 15", "Aug 1"]);
    expect(customer.invoices.slice(1).map(({ created, total }) => `${created} ${total}`)).toEqual([
      `2026-07-15 ${published.number("expected.invoices.0.total")}`,
      "2026-08-01 3100",
    ]);
    expect(published.text("expected.no_invoice_on")).toBe("Jul 23");
    expect(creations(customer)).not.toContain("2026-07-23");
  },

  // 17:00 in New York in winter is 22:00 UTC.
  "cycle-05-config-utc": (published) => {
    expect(published.text("input.created")).toBe("5 PM EST");
    const customer = cycle("2026-01-10T17:00:00-05:00", "2026-02-20", "month", ", billing_cycle_anchor_config: { day_of_month: 15 }");
    expect(customer.subscriptions.map(({ anchor }) => anchor)).toEqual([`2026-01-15 ${published.number("expected.anchor_hour_utc")}:00:00`]);
    expect(creations(customer)).toEqual(["2026-01-10 22:00:00", "2026-01-15 22:00:00", "2026-02-15 22:00:00"]);
  },

  "proration-29-backdate-feb15": (published) => backdatedStub(published, "2026-02-15", "2026-02-20", "2026-03-01"),
  "proration-30-backdate-jan15": (published) => backdatedStub(published, "2026-01-15", "2026-01-20", "2026-02-01"),

  "cycle-10-backdate-plus-anchor": (published) => {
    expect([published.text("input.created"), published.text("input.backdate_start_date"), published.text("input.billing_cycle_anchor")]).toEqual([
      "Oct 15",
      "Sep 1",
      "Nov 1",
    ]);
    const customer = cycle("2026-10-15", "2026-11-02", "month", ", backdate_start_date: 2026-09-01, billing_cycle_anchor: 2026-11-01");
    const { created, lines, total } = invoiceOf(customer, 1);
    expect([created, lines[0]?.start, lines.at(-1)?.end, total]).toEqual(["2026-10-15", "2026-09-01", "2026-11-01", 6200]);
    expect(published.text("expected.immediate_invoice_covers")).toBe("Sep 1-Nov 1");
    expect(published.text("expected.next_invoice")).toBe("Nov 1");
    expect(creations(customer)).toEqual(["2026-10-15", "2026-11-01"]);
  },

  "cycle-12-mixed-periods": (published) => {
    expect(published.text("input.start")).toBe("Jan 1");
    const counts = published.numbers("input.interval_counts");
    const plan = (count: number): string => `  every${count}: { currency: usd, interval: month, interval_count: ${count}, unit_amount: 3100 }`;
    const periods = ["2026-01-31", "2026-02-28", "2026-03-31"].map((end) => {
      const { subscriptions, invoices } = billOne(`
clock: { start: 2026-01-01, end: ${end} }
plans:
${counts.map(plan).join("\n")}
customers:
  c: { timeline: [{ at: 2026-01-01, subscribe: { items: [${counts.map((count) => `{ plan: every${count} }`).join(", ")}] } }] }
`);
      const lines = invoices.flatMap((invoice) => invoice.lines);
      const last = counts.map((count) => lines.findLast((line) => line.plan === `every${count}`));
      return [subscriptions[0]?.period, ...last.map((line) => [line?.start, line?.end])];
    });
    const days = (path: string): unknown => (published.at(path) as readonly (readonly string[])[]).map((period) => period.map(firstOf));
    expect(periods.map(([subscription]) => subscription)).toEqual(days("expected.subscription_period"));
    expect(periods.map(([, monthly]) => monthly)).toEqual(days("expected.subscription_period"));
    expect(periods.map(([, , bimonthly]) => bimonthly)).toEqual(days("expected.bimonthly"));
    expect(periods.map(([, , , quarterly]) => quarterly)).toEqual(days("expected.quarterly"));
  },

  "clock-renewal": (published) => {
    const customer = billOne(`
clock: { start: 2026-01-01, end: 2026-02-01T02:00:00Z }
plans: { plan: { currency: usd, interval: month, unit_amount: ${published.number("input.price.unit_amount")} } }
customers: { c: { timeline: [{ at: 2026-01-01, subscribe: { plan: plan } }] } }
`);
    expect(totals(customer)).toEqual(published.numbers("expected.invoices.*.total"));
    expect(published.text("expected.invoices.1.finalized_and_paid")).toBe("+1 h");
    expect(invoiceOf(customer, 1)).toMatchObject({ created: "2026-01-01", status: published.text("expected.invoices.0.status"), paid: "2026-01-01" });
    expect(invoiceOf(customer, 2)).toMatchObject({ created: "2026-02-01", finalized: "2026-02-01 01:00:00", paid: "2026-02-01 01:00:00" });
    // Half an hour before, it is the published draft.
    const earlier = cycle("2026-01-01", "2026-02-01T00:30:00Z", "month");
    expect(invoiceOf(earlier, 2).status).toBe(published.text("expected.invoices.1.status"));
  },
};
