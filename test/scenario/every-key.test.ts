import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { InputFiles } from "../../engine/language/input-files.ts";
import { customerColumns, invoiceColumns, lineColumns, subscriptionColumns } from "../../engine/scenario/blocks/expect-columns.ts";
import { reportColumns } from "../../engine/scenario/blocks/expect-report-columns.ts";
import { formatIssue } from "../../engine/scenario/issue.ts";
import { readScenario } from "../../engine/scenario/read-scenario.ts";
import { scenarioSchema } from "../../engine/scenario/schema.ts";
import { schemasOf } from "./schema-walk.ts";

const LATER = "x-not-yet-supported";

/** Every column, each expected to be empty where that is allowed. */
function columns(all: typeof invoiceColumns): string {
  const values = {
    count: "3",
    lines: `[{ ${Object.keys(lineColumns)
      .map((name) => `${name}: null`)
      .join(", ")} }]`,
    events: "[invoice.created]",
  };
  return Object.entries(all)
    .map(([name, { kind }]) => `${name}: ${kind in values ? values[kind as keyof typeof values] : "null"}`)
    .join(", ");
}

const WITHOUT_CUSTOMER = ({ customer: _, ...rest }: typeof subscriptionColumns) => rest;

const BUSINESS = `\
  down: { at: 2026-03-10, until: 2026-03-11, where: { plan: [pro, max], population: people, currency: usd, segment: [solo], started_before: 2026-03-01, started_after: 2026-01-01 }, share: 25%, outage: { declines: processing_error } }
  down_again: { at: 2026-04-10, waves: { shares: [10%, 90%], every: 1 day }, outage: { declines: processing_error } }
  dearer: { at: 2026-05-01, until: 2026-06-01, change_price: { plan: pro, set: { unit_amount: 5900, tax_behavior: exclusive, transform_quantity: { divide_by: 2, round: up } }, for: new } }
  exacter: { at: 2026-05-01, change_price: { plan: exact, set: { unit_amount_decimal: "0.04", unit_cost_decimal: "0.02", currency_options: { eur: { unit_amount_decimal: "0.3", tax_behavior: exclusive, unit_cost_decimal: "0.03" }, gbp: { unit_amount: 2 } } }, for: at_renewal } }
  tiered: { at: 2026-05-02, change_price: { plan: exact, set: { billing_scheme: tiered, tiers_mode: volume, tiers: [{ up_to: 3, unit_amount_decimal: "3.5", flat_amount_decimal: "0.5" }, { up_to: inf, unit_amount: 3, flat_amount: 1 }], currency_options: { eur: { tiers: [{ up_to: 3, unit_amount: 3, flat_amount: 1 }, { up_to: inf, unit_amount_decimal: "2.5", flat_amount_decimal: "0.5" }] }, gbp: { tiers: [{ up_to: inf, unit_amount: 3 }] } } }, for: now } }
  moved: { at: 2026-06-01, migrate: { from: pro, to: max, when: at_renewal, proration_behavior: none, coupon: launch }, where: { paying_below: 5000, paying_above: 5 }, response: { cancel: { 10%: 1%, 50%: 9% }, within: 60 days } }
  friday: { at: 2026-11-24, until: 2026-12-01, promotion: { coupon: launch, to: new, take_up: 40%, signups: +20% } }
`;

/** The same for one population, under other names and at another price. */
const OWN_BUSINESS = BUSINESS.replace("population: people, ", "")
  .replace("5900", "5950")
  .replaceAll(/^ {2}(\w+):/gm, "      own_$1:");

/** A scenario in which every supported key of the language stands somewhere. */
const EVERYTHING = `
name: Everything
description: All of it
seed: 42
clock: { start: 2026-01-01, end: 2027-01-01 }
billing:
  mode: flexible
  proration_behavior: create_prorations
  finalize_after: 1 hour
  tax_rates: [vat]
  collection_method: charge_automatically
  days_until_due: 30
  accept_funding: [credit, debit, unknown]
  review_funding: [unknown]
  fees: { percent: 2.9%, fixed: { usd: 30 } }
products:
  web: { name: Web, statement_descriptor: WEB }
plans:
  pro: { product: web, nickname: Pro, currency: usd, interval: month, interval_count: 1, unit_amount: 2000, billing_scheme: per_unit, trial_period_days: 14, tax_behavior: exclusive, usage_type: licensed }
  exact: { currency: usd, interval: month, unit_amount_decimal: "0.5", unit_cost_decimal: "0.1", transform_quantity: { divide_by: 10, round: up }, currency_options: { eur: { unit_amount_decimal: "0.4", tax_behavior: inclusive, unit_cost_decimal: "0.1" }, gbp: { unit_amount: 1, unit_cost_decimal: 0 } } }
  max: { currency: usd, interval: month, unit_amount: 5000 }
  calls: { currency: usd, interval: month, unit_amount: 1, usage_type: metered, aggregate_usage: max }
  tiers:
    currency: usd
    interval: month
    billing_scheme: tiered
    tiers_mode: volume
    tiers:
      - { up_to: 5, unit_amount: 500, flat_amount: 5 }
      - { up_to: inf, unit_amount_decimal: "4.5", flat_amount_decimal: "0.5" }
    currency_options:
      eur: { tiers: [{ up_to: 5, unit_amount: 500, flat_amount: 5 }, { up_to: inf, unit_amount_decimal: "4.5", flat_amount_decimal: "0.5" }] }
coupons:
  launch: { percent_off: 50, duration: repeating, duration_in_months: 3, applies_to: [web, exact], redeem_by: 2026-06-01, max_redemptions: 100 }
  ten: { amount_off: 1000, currency: usd, duration: once }
tax_rates:
  vat: { percentage: 21, inclusive: false }
cards:
  flaky: { outcomes: [succeeds, insufficient_funds], declines: { code: do_not_honor, from: 2026-12-01, until: 2026-12-08 }, expires: 2026-09, updater: true, funding: debit }
  typical:
    declines: { rate: 6%, codes: { do_not_honor: 1 }, cluster: { share: 20%, ratio: 4 } }
    recovery: { insufficient_funds: [30%, 25%], do_not_honor: { eventually: 65%, half_life: 5 days } }
    expires: { share_per_month: 2.5%, updater: 50% }
    replaced_after_failure: { share_per_day: 4%, for: 14 days }
dunning: { retries: [3 days], then: cancel, invoice_then: open, overdue_for: 60 days }
customers:
  alice:
    currency: usd
    card: flaky
    balance: -500
    tax_rates: [vat]
    coupon: launch
    collection_method: charge_automatically
    days_until_due: 14
    pays: { after: 5 days }
    dunning: { retries: smart, then: unpaid, invoice_then: uncollectible, overdue_for: 0 days }
    timeline:
      - { at: 2026-01-05, subscribe: { plan: pro, quantity: 2, as: web, trial: 14 days, billing_cycle_anchor: 2026-02-01, proration_behavior: none, coupon: launch, tax_rates: [vat], collection_method: send_invoice, days_until_due: 7, cancel_at: 2026-12-01, payment_behavior: allow_incomplete, add_invoice_items: [{ amount: 5, description: Fee, tax_rates: [] }, { plan: pro, quantity: 1 }] } }
      - { after: 1 day, subscribe: { items: [{ plan: pro, quantity: 1, tax_rates: [vat] }, { plan: calls, usage_gte: 5 }], billing_thresholds: { amount_gte: 5000, reset_billing_cycle_anchor: true }, as: app, trial_end: now, discounts: [launch, ten], cancel_at_period_end: true } }
      - { after: 1 day, subscription: web, error: expected, change: { plan: exact, quantity: 2, when: now, proration_behavior: none, proration_date: 2026-01-06, billing_cycle_anchor: unchanged, trial_end: now, coupon: null, tax_rates: [], cancel_at: null } }
      - { after: 0 seconds, subscribe: { plan: pro, as: earlier, trial: 0 days, backdate_start_date: 2025-12-01 } }
      - { after: 0 seconds, subscribe: { plan: pro, as: calendar, trial: 0 days, billing_cycle_anchor_config: { day_of_month: 5, month: 3, hour: 1, minute: 2, second: 3 } } }
      - { after: 0 seconds, error: expected, subscribe: { plan: pro, as: unpaid, trial_end_behavior: pause, pause_collection: { behavior: keep_as_draft, resumes_at: 2026-05-01 } } }
      - { after: 0 seconds, subscribe: { as: phased, phases: [{ plan: pro, quantity: 2, duration: 1 month, coupon: launch, trial: 7 days }, { items: [{ plan: pro, quantity: 1, tax_rates: [vat] }], iterations: 2, proration_behavior: none, billing_cycle_anchor: phase_start }, { plan: pro, end: 2026-11-01 }], end_behavior: cancel } }
      - { after: 0 seconds, error: expected, subscribe: { plan: pro, as: weekday, billing_cycle_anchor_config: { day_of_week: 1 } } }
      - { after: 1 day, subscription: web, change: { items: [{ plan: tiers, quantity: 3, tax_rates: [vat] }, { plan: pro, remove: true }, { from: exact, to: max }], discounts: [], cancel_at_period_end: false } }
      - { after: 1 day, subscription: web, cancel: { at_period_end: false, prorate: true, invoice_now: true, reason: why } }
      - { after: 1 day, subscription: app, uncancel: {} }
      - { after: 0 seconds, subscription: app, pause: { prorate: true } }
      - { after: 0 seconds, subscription: app, resume: { billing_cycle_anchor: unchanged, proration_behavior: none, proration_date: 2026-01-10 } }
      - { after: 0 seconds, subscription: app, pause_collection: { behavior: void, resumes_at: 2026-06-01 } }
      - { after: 1 day, usage: { plan: calls, quantity: "0.25", action: set, idempotency_key: k, timestamp: 2026-01-06 } }
      - { after: 1 day, usage_stream: { plan: calls, every: 1 day, quantity: 1, until: 2026-02-01 } }
      - { after: 1 day, usage_stream: { from: usage.csv } }
      - { after: 1 day, card: visa }
      - { after: 1 day, card: { id: visa, pay_open: true } }
      - { after: 1 day, invoice_item: { amount: 5, description: x, tax_rates: [], currency: usd, subscription: app, discountable: false } }
      - { after: 1 day, invoice_item: { plan: pro, quantity: 2 } }
      - { after: 1 day, invoice: { pay: true, collection_method: send_invoice, days_until_due: 3 } }
      - { after: 1 day, pay: { invoice: alice-0001 } }
      - { after: 1 day, credit: { amount: 5, description: x } }
      - { after: 1 day, charge: { amount: 500, currency: usd, description: Fee } }
      - { after: 1 day, pay: { out_of_band: true } }
      - { after: 1 day, refund: { invoice: alice-0001, amount: 5 } }
      - { after: 1 day, refund: { charge: true } }
      - { after: 1 day, credit_note: { invoice: alice-0001, amount: 5, to: refund, reason: why } }
      - { after: 1 day, credit_note: { lines: [{ line: 1, amount: 5 }] } }
      - { after: 1 day, dispute: { invoice: true, amount: 5, outcome: won, after: 3 days, fee: 15 } }
      - { after: 1 day, dispute: { charge: alice-ch-1 } }
      - { after: 1 day, void: { invoice: alice-0002 } }
      - { after: 1 day, mark_uncollectible: { invoice: alice-0003 } }
      - { after: 1 day, coupon: launch }
      - { after: 1 day, expect: { invoice: alice-0001, within: 1%, ${columns(invoiceColumns)} } }
      - { after: 1 day, expect: { subscription: web, within: 1%, ${columns(WITHOUT_CUSTOMER(subscriptionColumns))} } }
      - { after: 1 day, expect: { ${columns(customerColumns)} } }
timeline:
${BUSINESS}populations:
  people:
    signups: { per_month: 2, growth: 3%, process: even, seasonality: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] }
    attributes: { segment: { solo: 70%, team: 30% }, size: { distribution: lognormal, mean: 20, sd: 30, round: nearest, min: 1, max: 900 } }
    currency: { usd: 80%, eur: 20% }
    card: { by: segment, solo: visa, team: none }
    tax_rates: [vat]
    coupon: launch
    dunning: { retries: [3 days], then: unpaid, invoice_then: open, overdue_for: 9 days }
    subscribe:
      one: { weight: 2, plan: exact, quantity: 3, trial: 14 days, converts: 45%, trial_end_behavior: pause, coupon: launch, tax_rates: [vat] }
      two: { items: [{ plan: exact, quantity: { distribution: poisson, mean: 4 } }] }
    behavior:
      churn: { cancel: { rate: { first 3 months: 6%, after: 2% }, plan: exact, at_period_end: true, reason: why } }
      lapse: { cancel: { at_renewal: 24% } }
      upgrade: { change: { from: exact, to: tiers, rate: { base: 2%, times: { plan: { exact: 0.5 } } }, proration_behavior: none } }
      grow: { seats: { plan: exact, change: 1, rate: 2%, proration_behavior: none } }
      goodwill: { refund: { plan: exact, rate: 1%, first: 30 days } }
      vacation: { pause: { rate: 0.5%, for: 2 months, plan: exact } }
      back: { return: { rate: 1%, within: 12 months, coupon: launch } }
    price_sensitivity: { signup_elasticity: -0.6, churn_elasticity: 0.4, reference: { exact: { usd: 500 } } }
    timeline:
${OWN_BUSINESS}  explicit:
    signups: { each_month: [1] }
    subscribe: { all: { items: [{ plan: pro }, { plan: calls }] } }
    usage:
      calls: { plan: calls, every: 1 day, quantity: { distribution: gamma, mean: 9, sd: 4 }, growth: 1%, spread: { customer: 60%, month: 30% } }
    price_sensitivity: { usage_elasticity: -0.3 }
  choosing:
    signups: { each_month: [1] }
    subscribe: { all: { plan: pro } }
    willingness_to_pay: { pro: { distribution: lognormal, mean: 5200, sd: 2600 } }
  filed: { signups: { from: signups.csv }, usage: { from: measured.csv } }
  base: { signups: { existing: { from: base.csv, format: billclock, plans: { price_1: pro }, columns: { customer: account } } }, usage: { measured: { from: counted.csv } } }
  counted: { signups: { existing: { count: 1 } }, subscribe: { all: { plan: pro } } }
  sent: { like: explicit, collection_method: send_invoice, days_until_due: 14, pays: { after: { distribution: gamma, mean: 12 days, sd: 10 days }, never: 1.5% } }
reports:
  interval: month
  recognition: { granularity: day, usage: as_invoiced, one_off: { over: 24 months } }
  by: [plan, population, segment]
  currency: usd
  rates: { eur: 1.08, jpy: { 2026-01: 0.0066, 2026-07: "0.0068" } }
  utc_offset: "+09:00"
  fiscal_year_starts: april
  journal: daily
  metrics: { preset: stripe, mrr_statuses: [active], mrr_discounts: all, churn_recognized: at_cancel, churn_denominator: start, reactivation_in_nrr: true, trials_in_mrr: true, paused_in_mrr: true, metered_in_mrr: true, gross_margin: 80% }
expect:
  - { invoice: alice-0001, at: 2026-02-01, within: 1%, ${columns(invoiceColumns)} }
  - { subscription: alice/web, at: 2026-02-01, within: 1%, ${columns(subscriptionColumns)} }
  - { customer: alice, at: 2026-02-01, within: 1%, ${columns(customerColumns)} }
  - { report: mrr, interval: 2026-01, currency: usd, by: { plan: pro }, within: 1%, ${columns(reportColumns["mrr"] ?? {})} }
  - { report: cohorts, cohort: 2026-01, age: 2, ${columns(reportColumns["cohorts"] ?? {})} }
  - { report: dunning, interval: 2026-01, decline_code: insufficient_funds, attempt: 1, ${columns(reportColumns["dunning"] ?? {})} }
  - { report: usage, interval: 2026-01, plan: calls, ${columns(reportColumns["usage"] ?? {})} }
  - { report: churn, interval: 2026-01, currency: usd, by: { plan: pro }, within: 1%, ${columns(reportColumns["churn"] ?? {})} }
  - { report: revenue, interval: 2026-01, currency: usd, plan: pro, population: p, ${columns(reportColumns["revenue"] ?? {})} }
  - { report: deferred_waterfall, billed: 2026-01, recognized_in: 2026-02, ${columns(reportColumns["deferred_waterfall"] ?? {})} }
  - { report: aging, interval: 2026-01, bucket: 1-30, ${columns(reportColumns["aging"] ?? {})} }
  - { report: tax, interval: 2026-01, tax_rate: vat, ${columns(reportColumns["tax"] ?? {})} }
  - { report: trial_balance, interval: 2026-01, account: "assets:cash", ${columns(reportColumns["trial_balance"] ?? {})} }
`;

/** Every path of a value as the schema writes it. */
function pathsOf(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => [`${path}[]`, ...pathsOf(item, `${path}[]`)]);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    const fixed = path === "" ? key : `${path}.${key}`;
    return [fixed, ...pathsOf(below, fixed), `${path}.*`, ...pathsOf(below, `${path}.*`)];
  });
}

/** The same with the one key that excludes another. */
const WITH_FOR = EVERYTHING.replace("end: 2027-01-01", "for: 12 months");

const FILES: Readonly<Record<string, string>> = {
  "base.csv": "account,plan,started_at\nold,price_1,2025-03-01\n",
  "signups.csv": "customer,at,plan\nacme,2026-03-01,pro\n",
  "measured.csv": "customer,plan,at,quantity\nacme,calls,2026-12-30,1\n",
  "counted.csv": "customer,plan,at,quantity\nold,calls,2026-12-30,1\n",
  "usage.csv": "customer,plan,at,quantity\nalice,calls,2026-12-30,1\n",
};
const files: InputFiles = { open: (path) => [FILES[path] as string] };

describe("nothing is ignored", () => {
  it.each([EVERYTHING, WITH_FOR])("a scenario with every key is read, and every key of it is asked for", (text) => {
    // Reading ends with an assertion that no key was passed over.
    const { scenario, issues } = readScenario(text, "everything.yaml", files);
    expect(issues.map(formatIssue).join("\n\n")).toBe("");
    expect(scenario?.customers[0]?.entries).toHaveLength(54);
    expect(scenario?.expectations).toHaveLength(16);
  });

  it("it has indeed every key that is supported", () => {
    const supported = [...schemasOf(scenarioSchema, (schema) => schema[LATER] !== undefined)].filter(
      ({ schema, path }) => schema[LATER] === undefined && !path.endsWith("[]"),
    );
    const written = new Set([EVERYTHING, WITH_FOR].flatMap((text) => pathsOf(parse(text))));
    expect(supported.length).toBeGreaterThan(250);
    expect(supported.map(({ path }) => path).filter((path) => !written.has(path))).toEqual([]);
  });
});
