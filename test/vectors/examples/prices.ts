import { expect } from "vitest";
import { currencies, formatMajor } from "../../../engine/money/currency.ts";
import { type BilledInvoice, billOne, invoiceOf } from "../../product/billed.ts";
import type { Claims, Published } from "../published.ts";

/** The first invoice of a plan. */
function firstInvoice(plan: string, quantity: number, currency = "usd"): BilledInvoice {
  return invoiceOf(
    billOne(`
clock: { start: 2026-01-01, end: 2026-01-02 }
plans: { plan: { currency: ${currency}, interval: month, ${plan} } }
customers: { c: { timeline: [{ at: 2026-01-01, subscribe: { plan: plan, quantity: ${quantity} } }] } }
`),
    1,
  );
}

function tiered(published: Published): void {
  const tiers = JSON.stringify(published.at("input.tiers"));
  const plan = `billing_scheme: tiered, tiers_mode: ${published.text("input.tiers_mode")}, tiers: ${tiers}`;
  expect(firstInvoice(plan, published.number("input.quantity")).subtotal).toBe(published.number("expected.amount"));
}

function packaged(published: Published): void {
  const { divide_by: divideBy, round } = published.at("input.transform_quantity") as { divide_by: number; round: string };
  const plan = `unit_amount: ${published.number("input.unit_amount")}, transform_quantity: { divide_by: ${divideBy}, round: ${round} }`;
  expect(firstInvoice(plan, published.number("input.quantity")).subtotal).toBe(published.number("expected.amount"));
}

const decimalPrice = (price: string, quantity: number): number => firstInvoice(`unit_amount_decimal: "${price}"`, quantity).subtotal;

export const prices: Claims = {
  "tier-volume-01": tiered,
  "tier-volume-05": tiered,
  "tier-volume-20": tiered,
  "tier-graduated-01": tiered,
  "tier-graduated-05": tiered,
  "tier-graduated-20": tiered,
  "tier-flat-volume-12": tiered,
  "tier-flat-volume-00": tiered,
  "tier-flat-graduated-00": tiered,
  "package-1-users": packaged,
  "package-3-users": packaged,
  "package-5-users": packaged,
  "package-7-users": packaged,

  "decimal-005x30": (published) => {
    expect(decimalPrice(published.text("input.unit_amount_decimal"), published.number("input.quantity"))).toBe(published.number("expected.amount"));
  },

  // What the response prints as `unit_amount: null` is a price that is not a whole number: it is kept exactly and only its line is rounded.
  "decimal-response-fields": (published) => {
    const [tiny, five, large] = published.at("input.creates") as [string, string, string];
    expect(published.at("expected.unit_amount")).toEqual([null, 5, null]);
    expect([decimalPrice(tiny, 1), decimalPrice(tiny, 1000), decimalPrice(five, 1)]).toEqual([0, 50, 5]);
    expect([decimalPrice(large, 1), decimalPrice(large, 2)]).toEqual([106, 211]);
  },

  "stripe-fee-tie": (published) => {
    const cents = (published.at("input.exact_major") as readonly string[]).map((major) => major.replace(/^0\.0(\d)/, "$1."));
    expect(cents).toEqual(["2.5", "2.4"]);
    expect(cents.map((price) => decimalPrice(price, 1))).toEqual(published.numbers("expected.amount"));
  },

  "currency-usd-jpy": (published) => {
    const charged = (published.at("input.charges") as readonly string[]).map((charge, i) => inMajorUnits(charge, published.numbers("expected.amount")[i]));
    expect(charged).toEqual(published.at("input.charges"));
  },

  "currency-isk-ugx": (published) => {
    const charged = (published.at("input.charges") as readonly string[]).map((charge, i) => inMajorUnits(charge, published.numbers("expected.amount")[i]));
    expect(charged).toEqual(published.at("input.charges"));
  },

  "currency-kwd": (published) => {
    const below = firstInvoice("unit_amount: 5124", 1, "kwd");
    const above = firstInvoice("unit_amount: 5126", 1, "kwd");
    expect([below.due, above.due]).toEqual(published.numbers("expected.allowed_amounts"));
    expect([below.endingBalance, above.endingBalance]).toEqual([4, -4]);
  },
};

/** What an invoice over that many minor units says in major ones, written as the source writes it: `10 USD`. */
function inMajorUnits(charge: string, minor: number | undefined): string {
  const code = charge.split(" ")[1] as string;
  const currency = currencies.get(code.toLowerCase());
  if (currency === undefined) throw new Error(`${code} is not a currency.`);
  const { subtotal } = firstInvoice(`unit_amount: ${minor}`, 1, currency.code);
  return `${formatMajor(subtotal, currency).replace(/\.00$/, "")} ${code}`;
}
