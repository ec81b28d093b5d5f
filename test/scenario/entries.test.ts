import { describe, expect, it } from "vitest";
import { formatInstant } from "../../engine/calendar/civil.ts";
import { complaints, SIGN_UP, scenarioOf, withEntries } from "./read.ts";

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

/** The actions of alice, with plans and coupons by their ids. */
function actionsOf(...entries: readonly string[]): unknown[] {
  const [alice] = scenarioOf(`${withEntries(...entries)}${CATALOG}`).customers;
  return (alice?.entries ?? []).map(({ action }) => named(action));
}

const CATALOG = `coupons: { launch: { percent_off: 50 }, ten: { amount_off: 1000, currency: usd } }
tax_rates: { vat: { percentage: 21 } }
`;

/** The same value with an id in place of everything that has one. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== "object" || value === null) return value;
  if ("id" in value) return value.id;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, named(below)]));
}

describe("entries", () => {
  it("`after` counts from the previous entry, the first from the clock's start", () => {
    const [alice] = scenarioOf(
      withEntries("{ after: 30 days, subscribe: { plan: pro } }", "{ after: 1 month, cancel: {} }", "{ after: 0 days, uncancel: }"),
    ).customers;
    expect(alice?.entries.map((entry) => formatInstant(entry.at))).toEqual(["2026-01-31T00:00:00Z", "2026-02-28T00:00:00Z", "2026-02-28T00:00:00Z"]);
    expect(alice?.entries.map(({ place }) => place.line)).toEqual([8, 9, 10]);
  });

  it("`{}`, `null` and `true` mean no fields", () => {
    const plain = { kind: "cancel", atPeriodEnd: false, prorate: false, invoiceNow: false, reason: "" };
    expect(
      actionsOf(SIGN_UP, "{ after: 1 day, cancel: {} }", "{ after: 1 day, cancel: null }", "{ after: 1 day, cancel: }", "{ after: 1 day, cancel: true }").slice(
        1,
      ),
    ).toEqual([plain, plain, plain, plain]);
  });

  it("subscribe with its defaults", () => {
    expect(actionsOf(SIGN_UP)).toEqual([
      {
        kind: "subscribe",
        items: [{ plan: "pro", quantity: 1, taxRates: undefined }],
        as: undefined,
        trial: { kind: "plan" },
        billingCycleAnchor: undefined,
        prorationBehavior: "create_prorations",
        discounts: [],
        taxRates: undefined,
        cancelAt: undefined,
        cancelAtPeriodEnd: false,
        addInvoiceItems: [],
        paymentBehavior: "allow_incomplete",
      },
    ]);
  });

  it("subscribe with everything", () => {
    const fields = `items: [{ plan: max, quantity: 3, tax_rates: [] }, { plan: pro }], as: web, trial: 14 days, billing_cycle_anchor: 2026-02-10, proration_behavior: none,
          discounts: [ten, launch], tax_rates: [vat], cancel_at: 2026-09-01, payment_behavior: default_incomplete,
          add_invoice_items: [{ amount: 500, description: Setup }, { plan: pro, quantity: 2, tax_rates: [vat] }]`;
    expect(actionsOf(`{ at: 2026-01-31, subscribe: { ${fields} } }`)).toEqual([
      {
        kind: "subscribe",
        items: [
          { plan: "max", quantity: 3, taxRates: [] },
          { plan: "pro", quantity: 1, taxRates: undefined },
        ],
        as: "web",
        trial: { kind: "duration", duration: { months: 0, seconds: 1_209_600 } },
        billingCycleAnchor: at("2026-02-10T00:00:00"),
        prorationBehavior: "none",
        discounts: ["ten", "launch"],
        taxRates: ["vat"],
        cancelAt: at("2026-09-01T00:00:00"),
        cancelAtPeriodEnd: false,
        addInvoiceItems: [
          { amount: 500, plan: undefined, quantity: 1, description: "Setup", taxRates: undefined },
          { amount: undefined, plan: "pro", quantity: 2, description: "", taxRates: ["vat"] },
        ],
        paymentBehavior: "default_incomplete",
      },
    ]);
  });

  it.each([
    ["trial: 0", { kind: "none" }],
    ["trial: 0 days", { kind: "duration", duration: { months: 0, seconds: 0 } }],
    ["trial: 1 month", { kind: "duration", duration: { months: 1, seconds: 0 } }],
    ["trial_end: now", { kind: "none" }],
    ["trial_end: 2026-02-14", { kind: "until", end: at("2026-02-14T00:00:00") }],
  ])("a trial: %s", (field, trial) => {
    expect(actionsOf(`{ at: 2026-01-31, subscribe: { plan: pro, ${field} } }`)).toMatchObject([{ trial }]);
  });

  it("change leaves undefined what is not written", () => {
    expect(actionsOf(SIGN_UP, "{ after: 1 day, change: { plan: max, quantity: 0 } }")[1]).toEqual({
      kind: "change",
      plan: "max",
      quantity: 0,
      items: [],
      atPeriodEnd: false,
      resetsAnchor: false,
      prorationBehavior: undefined,
      prorationDate: undefined,
      trialEnd: undefined,
      discounts: undefined,
      taxRates: undefined,
      cancelAt: undefined,
      cancelAtPeriodEnd: undefined,
    });
  });

  it("change by items, and what `null` and `[]` take away", () => {
    const entry =
      "{ after: 1 day, change: { items: [{ plan: pro, remove: true }, { plan: max, quantity: 2, tax_rates: [vat] }], coupon: null, tax_rates: [], cancel_at: null, trial_end: now } }";
    expect(actionsOf(SIGN_UP, entry)[1]).toMatchObject({
      items: [
        { kind: "remove", plan: "pro" },
        { kind: "set", plan: "max", quantity: 2, taxRates: ["vat"] },
      ],
      discounts: [],
      taxRates: [],
      cancelAt: null,
      trialEnd: "now",
    });
    expect(actionsOf(SIGN_UP, "{ after: 1 day, change: { items: [{ from: pro, to: max, quantity: 4 }], discounts: [] } }")[1]).toMatchObject({
      items: [{ kind: "swap", from: "pro", to: "max", quantity: 4 }],
      discounts: [],
    });
  });

  it("the other actions", () => {
    const actions = actionsOf(
      SIGN_UP,
      "{ after: 1 day, card: none }",
      "{ after: 1 day, card: { id: lost_card } }",
      "{ after: 1 day, card: { id: visa, pay_open: true } }",
      "{ after: 1 day, invoice_item: { amount: -500, description: Sorry, discountable: false } }",
      "{ after: 1 day, invoice: { pay: true } }",
      "{ after: 1 day, pay: { invoice: alice-0002 } }",
      "{ after: 1 day, pay: }",
      "{ after: 1 day, credit: { amount: 250, description: Goodwill } }",
      "{ after: 1 day, coupon: launch }",
      "{ after: 1 day, coupon: null }",
      "{ after: 1 day, cancel: { prorate: true, invoice_now: true, reason: too dear } }",
    );
    expect(actions.slice(1)).toEqual([
      { kind: "card", card: "none", payOpen: false },
      { kind: "card", card: "lost_card", payOpen: false },
      { kind: "card", card: "visa", payOpen: true },
      {
        kind: "invoice_item",
        item: { amount: -500, plan: undefined, quantity: 1, description: "Sorry", taxRates: undefined },
        currency: undefined,
        discountable: false,
      },
      { kind: "invoice", pay: true },
      { kind: "pay", invoice: "alice-0002", outOfBand: false },
      { kind: "pay", invoice: undefined, outOfBand: false },
      { kind: "credit", amount: 250, description: "Goodwill" },
      { kind: "coupon", coupon: "launch" },
      { kind: "coupon", coupon: undefined },
      { kind: "cancel", atPeriodEnd: false, prorate: true, invoiceNow: true, reason: "too dear" },
    ] satisfies unknown[]);
  });

  it("`error: expected` and the subscription's name stay with the entry", () => {
    const text = withEntries(
      "{ at: 2026-01-31, subscribe: { plan: pro, as: web } }",
      "{ after: 1 day, subscription: alice/web, error: expected, uncancel: }",
      "{ after: 1 day, invoice_item: { amount: 5, subscription: web } }",
    );
    const [alice] = scenarioOf(text).customers;
    expect(alice?.entries.map(({ subscription, expectsRefusal }) => [subscription, expectsRefusal])).toEqual([
      [undefined, false],
      ["alice/web", true],
      ["web", false],
    ]);
  });

  it.each(["alice", "alice/2", "2", "web", "alice/web"])("a subscription may be called %s", (name) => {
    expect(complaints(withEntries("{ at: 2026-01-31, subscribe: { plan: pro, as: web } }", `{ after: 1 day, subscription: ${name}, cancel: }`))).toEqual([]);
  });
});
