import { expect, it } from "vitest";
import { createAccount } from "../../../engine/account/account-pool.ts";
import { takeInvoice } from "../../../engine/account/invoice-pool.ts";
import { addUp } from "../../../engine/billing/invoice-totals.ts";
import { defaultCollection } from "../../../engine/billing/settings.ts";
import { noCard } from "../../../engine/payments/card.ts";
import { defaultDunning } from "../../../engine/payments/dunning.ts";
import { lineOf, usd } from "../builders.ts";

const account = createAccount(
  {
    ordinal: 0,
    id: "c",
    key: { high: 0, low: 0 },
    population: "",
    currency: usd,
    card: noCard,
    dunning: defaultDunning,
    taxRates: undefined,
    balance: 0,
    ...defaultCollection,
    pays: undefined,
  },
  "all",
);

it.each([
  ["nothing", [], [0, 0, 0, 0]],
  ["lines", [lineOf(1000), lineOf(300)], [1300, 0, 0, 1300]],
  ["discounts come off", [lineOf(1500, { discount: 500 })], [1500, 500, 0, 1000]],
  ["exclusive tax comes on top: (15.00 - 5.00) x 1.21 (CASH)", [lineOf(1500, { discount: 500, taxExclusive: 210 })], [1500, 500, 210, 1210]],
  ["inclusive tax is inside", [lineOf(1210, { taxInclusive: 210 })], [1210, 0, 210, 1210]],
  ["both", [lineOf(1210, { taxInclusive: 210, taxExclusive: 100 }), lineOf(-500, { taxExclusive: -50 })], [710, 0, 260, 760]],
  ["a total may be negative", [lineOf(-700, { taxExclusive: -70 }), lineOf(100)], [-600, 0, -70, -670]],
])("an invoice adds up: %s", (_what, lines, expected) => {
  const invoice = takeInvoice(account);
  invoice.lines.push(...lines);
  addUp(invoice);
  expect([invoice.subtotal, invoice.discount, invoice.tax, invoice.total]).toEqual(expected);
});
