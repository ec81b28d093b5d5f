import { discountLines, discountsInForce } from "./discounts.ts";
import { hasEnded, type Invoice, type Life, type Line, type Reason, type Subscription } from "./state.ts";
import { ratesFor, taxLine } from "./tax.ts";
import { addUp } from "./totals.ts";
import { takeUsage } from "./usage.ts";

/** B7: an invoice of a subscription takes its own pending lines, those of no subscription, and those of ended ones. */
export function takePending(life: Life, subscription: Subscription): Line[] {
  return takeWhere(life, (line) => line.subscription === undefined || line.subscription === subscription || hasEnded(line.subscription));
}

export function takeWhere(life: Life, wanted: (line: Line) => boolean): Line[] {
  const taken = life.pending.filter(wanted);
  life.pending = life.pending.filter((line) => !wanted(line));
  return taken;
}

const ORDER_INSIDE_AN_INSTANT = ["proration_credit", "proration_charge", "invoice_item", "usage", "subscription", "trial"];

/** Newest instant first; inside one unused before remaining time before plain items, as made (B8). */
function inPrintOrder(pending: readonly Line[]): Line[] {
  const rank = (line: Line): number => ORDER_INSIDE_AN_INSTANT.indexOf(line.kind);
  return [...pending].sort((a, b) => b.at - a.at || rank(a) - rank(b) || a.sequence - b.sequence);
}

const sum = (amounts: readonly number[]): number => amounts.reduce((a, b) => a + b, 0);

/** Makes a draft: discounts, taxes and totals of its lines (D3). Lines that open a debit do so here, after their discounts. */
export function draftInvoice(life: Life, subscription: Subscription | undefined, reason: Reason, pending: readonly Line[], ofItems: readonly Line[]): Invoice {
  const discounts = discountsInForce(life, subscription);
  const usage = subscription === undefined || reason === "manual" ? undefined : takeUsage(life, subscription);
  const used = usage?.lines ?? [];
  discountLines(life, [...pending, ...used, ...ofItems], discounts);
  const lines = [...inPrintOrder(pending), ...used, ...ofItems];
  for (const line of lines) {
    line.taxRates ??= ratesFor(life, undefined, subscription);
    taxLine(line);
    const amount = line.amount - sum(line.discounts.map((discount) => discount.amount));
    if (line.debitOf !== undefined) {
      const { plan, quantity } = line.debitOf;
      line.debitOf.lastCoupons = line.discounts.map(({ coupon }) => coupon);
      line.debitOf.debits.push({ plan, quantity, amount, start: line.start as number, end: line.end as number });
    }
  }
  const invoice: Invoice = {
    number: life.invoices.length + 1,
    subscription,
    reason,
    collectionMethod: (subscription ?? life.script).collectionMethod,
    daysUntilDue: (subscription ?? life.script).daysUntilDue,
    dueAt: undefined,
    sent: [],
    status: "draft",
    createdAt: life.now,
    finalizedAt: undefined,
    paidAt: undefined,
    voidedAt: undefined,
    uncollectibleAt: undefined,
    lines,
    discounts,
    subtotal: 0,
    discount: 0,
    tax: 0,
    total: 0,
    startingBalance: 0,
    endingBalance: 0,
    amountDue: 0,
    amountPaid: 0,
    amountRemaining: 0,
    attempts: 0,
    advances: true,
    uncollected: reason === "manual" ? undefined : subscription?.collection?.behavior,
    finalizeAt: undefined,
    attemptAt: undefined,
    planned: life.sequence++,
    hardDeclined: undefined,
    outOfBand: 0,
    refunded: 0,
    refundedByNotes: 0,
    disputed: 0,
    creditNotes: [],
    lineCredits: lines.map(() => ({ gross: 0, inclusive: 0, exclusive: 0 })),
  };
  addUp(invoice);
  usage?.link(invoice);
  life.invoices.push(invoice);
  return invoice;
}
