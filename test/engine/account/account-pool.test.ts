import { describe, expect, it } from "vitest";
import type { Account } from "../../../engine/account/account.ts";
import { type Beginning, beginAgain, createAccount } from "../../../engine/account/account-pool.ts";
import { DUE, UNORDERED } from "../../../engine/account/agenda.ts";
import { releaseInvoice, takeInvoice } from "../../../engine/account/invoice-pool.ts";
import { takeLine } from "../../../engine/account/line-pool.ts";
import { addDebit, addItem, takeSubscription } from "../../../engine/account/subscription-pool.ts";
import { defaultCollection } from "../../../engine/billing/settings.ts";
import { NEVER } from "../../../engine/calendar/instant.ts";
import { noCard } from "../../../engine/payments/card.ts";
import { defaultDunning } from "../../../engine/payments/dunning.ts";
import { couponOf, discountOf, planOf, rateOf, usd } from "../builders.ts";

const beginning = (id: string, balance = 0): Beginning => ({
  ordinal: 0,
  id,
  key: { high: 0, low: 0 },
  population: "",
  currency: usd,
  card: noCard,
  dunning: defaultDunning,
  taxRates: undefined,
  balance,
  ...defaultCollection,
  pays: undefined,
});

/** An account that has lived: nothing of it is as it was at the beginning. */
function lived(retain: Account["retain"]): Account {
  const account = createAccount(beginning("first", -500), retain);
  account.now = 1000;
  account.balance = 77;
  account.charges.push(3, 4);
  account.taxRates = [rateOf("21")];
  account.discount = discountOf(couponOf("half", { percent: "50" }), 5);
  const subscription = takeSubscription(account);
  account.subscriptionCount++;
  Object.assign(subscription, {
    status: "canceled",
    mode: "classic",
    trialStart: 4,
    trialEnd: 5,
    freeStub: true,
    cancelAt: 6,
    cancelAtPeriodEnd: true,
    canceledAt: 7,
    endedAt: 8,
    endReason: "cancel",
    cancelReason: "why",
    latestInvoice: 9,
  });
  subscription.discounts.push(discountOf(couponOf("half", { percent: "50" }), 5));
  addDebit(addItem(subscription, planOf("pro"), 3, []), 1000, 10, 20);
  const invoice = takeInvoice(account);
  Object.assign(invoice, {
    status: "paid",
    finalizedAt: 1,
    paidAt: 2,
    voidedAt: 3,
    uncollectibleAt: 4,
    attempts: 5,
    nextAttemptAt: 6,
    blockedCard: 7,
    attemptsBefore: 2,
    awaitsPay: true,
    amountDue: 8,
    amountPaid: 9,
    amountRemaining: 10,
    startingBalance: 11,
    endingBalance: 12,
  });
  const line = takeLine(account);
  Object.assign(line, { description: "used", part: 2, whole: 3, discountable: true, discount: 4, taxInclusive: 5, taxExclusive: 6, at: 1 });
  line.discounts.push({ coupon: couponOf("half", { percent: "50" }), amount: 4 });
  invoice.lines.push(line);
  account.pending.push(takeLine(account));
  account.agenda.push(5, DUE.entry, UNORDERED, 0, 0);
  account.entry = 4;
  return account;
}

describe("a pooled account", () => {
  it("begins again as a new one: nothing of the customer before survives", () => {
    const account = lived("all");
    beginAgain(account, beginning("second", 30));
    const { now, balance, taxRates, discount, subscriptionCount, pending, invoiceNumber, lineSequence, entry } = account;
    expect({ now, balance, taxRates, discount, subscriptionCount, pending, invoiceNumber, lineSequence, entry }).toEqual({
      now: 0,
      balance: 30,
      taxRates: undefined,
      discount: undefined,
      subscriptionCount: 0,
      pending: [],
      invoiceNumber: 0,
      lineSequence: 0,
      entry: -1,
    });
    expect([account.id, account.agenda.size, account.charges]).toEqual(["second", 0, [0, 0]]);
  });

  it("gives blank subscriptions, whose planned boundaries of before are stale", () => {
    const account = lived("all");
    const before = account.subscriptions[0]?.generation ?? 0;
    beginAgain(account, beginning("second"));
    const subscription = takeSubscription(account);
    expect(subscription).toMatchObject({
      ordinal: 0,
      status: "incomplete",
      mode: "flexible",
      trialStart: NEVER,
      trialEnd: NEVER,
      freeStub: false,
      cancelAt: NEVER,
      cancelAtPeriodEnd: false,
      canceledAt: NEVER,
      endedAt: NEVER,
      endReason: undefined,
      cancelReason: "",
      latestInvoice: 0,
      discounts: [],
      itemCount: 0,
    });
    expect(subscription.generation).toBeGreaterThan(before);
    expect(addItem(subscription, planOf("basic"), 1, undefined)).toMatchObject({ quantity: 1, taxRates: undefined, debitCount: 0, turnInterval: undefined });
  });

  it("gives blank invoices, numbered from 1, whose planned attempts of before are stale", () => {
    const account = lived("all");
    const before = account.invoices[0]?.generation ?? 0;
    beginAgain(account, beginning("second"));
    const invoice = takeInvoice(account);
    expect(invoice).toMatchObject({
      slot: 0,
      number: 1,
      status: "draft",
      createdAt: 0,
      finalizedAt: NEVER,
      paidAt: NEVER,
      voidedAt: NEVER,
      uncollectibleAt: NEVER,
      lines: [],
      startingBalance: 0,
      endingBalance: 0,
      amountDue: 0,
      amountPaid: 0,
      amountRemaining: 0,
      attempts: 0,
      nextAttemptAt: NEVER,
      blockedCard: -1,
      attemptsBefore: 0,
      awaitsPay: false,
      repeats: -1,
    });
    expect(invoice.generation).toBeGreaterThan(before);
  });

  it("gives blank lines, in order of making", () => {
    const account = lived("all");
    beginAgain(account, beginning("second"));
    account.now = 500;
    const lines = [takeLine(account), takeLine(account), takeLine(account)];
    expect(new Set(lines).size).toBe(3);
    for (const [sequence, line] of lines.entries()) {
      expect(line).toMatchObject({
        description: "",
        part: 1,
        whole: 1,
        at: 500,
        sequence,
        discountable: false,
        discount: 0,
        discounts: [],
        insideDiscounts: [],
        taxInclusive: 0,
        taxExclusive: 0,
      });
    }
  });
});

describe("a closed invoice", () => {
  it("stays when the account keeps all", () => {
    const account = lived("all");
    releaseInvoice(account, account.invoices[0] as Account["invoices"][number]);
    expect([takeInvoice(account).slot, account.invoices.length, account.invoices[0]?.lines.length]).toEqual([1, 2, 1]);
  });

  it("gives its slot and lines back when the account keeps only open ones, and its number is not used again", () => {
    const account = lived("open");
    const invoice = account.invoices[0] as Account["invoices"][number];
    const [line] = invoice.lines;
    releaseInvoice(account, invoice);
    expect(takeLine(account)).toBe(line);
    const next = takeInvoice(account);
    expect([next.slot, next.number, next.lines]).toEqual([0, 2, []]);
  });
});
