import type { InvoiceOutcome, LineOutcome, Outcome, SubscriptionOutcome } from "./outcome.ts";
import { settledStatuses } from "./outcome.ts";
import { isNoCard } from "./payments.ts";
import type { Discount, Invoice, Life, Line, Subscription } from "./state.ts";
import { periodOf } from "./state.ts";

/** The reference engine's life in the common shape. */
export function conclude(life: Life): Outcome {
  return {
    customer: life.script.id,
    refusals: life.refusals.map(({ entry, expected }) => ({ entry, stops: !expected })),
    subscriptions: life.subscriptions.map(concludeSubscription),
    statuses: settledStatuses(life.statuses),
    invoices: life.invoices.map(concludeInvoice),
    payments: life.payments,
    announcements: life.announcements.toSorted(),
    movements: life.movements.map((movement) => ({ ...movement, invoice: movement.invoice ?? null })),
    overdue: life.overdue,
    balance: life.balance,
    card: isNoCard(life.card) ? "none" : life.card.id,
    coupon: life.discount?.coupon.id ?? null,
    pending: life.pending.map(concludeLine),
  };
}

const inWords = ({ coupon, firstUsedAt }: Discount): string => `${coupon.id} used ${firstUsedAt ?? "never"}`;

function concludeSubscription(subscription: Subscription): SubscriptionOutcome {
  const { start, end } = periodOf(subscription);
  return {
    name: subscription.name,
    status: subscription.status,
    startedAt: subscription.startedAt,
    anchor: subscription.anchor,
    periodStart: start,
    periodEnd: end,
    trialStart: subscription.trialStart ?? null,
    trialEnd: subscription.trialEnd ?? null,
    cancelAt: subscription.cancelAt ?? null,
    cancelAtPeriodEnd: subscription.atPeriodEnd,
    canceledAt: subscription.canceledAt ?? null,
    endedAt: subscription.endedAt ?? null,
    endReason: subscription.endReason ?? null,
    collectionMethod: subscription.collectionMethod,
    phase: subscription.schedule?.running ?? null,
    items: subscription.items.map(({ plan, quantity }) => `${plan.id} x${quantity}`),
    discounts: subscription.discounts.map(inWords),
  };
}

function concludeLine(line: Line): LineOutcome {
  return {
    kind: line.kind,
    subscription: line.subscription?.name ?? null,
    plan: line.plan?.id ?? null,
    quantity: line.quantity,
    usage: line.usage === undefined ? null : `${line.usage.n}/${line.usage.d}`,
    amount: line.amount,
    discounts: line.discounts.map(({ coupon, amount }) => `${coupon.id} ${amount}`),
    taxes: line.taxes.filter(({ amount }) => amount !== 0).map(({ rate, inclusive, amount }) => `${rate.id} ${inclusive ? "inside" : "on top"} ${amount}`),
    start: line.start ?? null,
    end: line.end ?? null,
  };
}

function concludeInvoice(invoice: Invoice): InvoiceOutcome {
  return {
    number: invoice.number,
    subscription: invoice.subscription?.name ?? null,
    reason: invoice.reason,
    collectionMethod: invoice.collectionMethod,
    status: invoice.status,
    createdAt: invoice.createdAt,
    finalizedAt: invoice.finalizedAt ?? null,
    dueAt: invoice.dueAt ?? null,
    paidAt: invoice.paidAt ?? null,
    voidedAt: invoice.voidedAt ?? null,
    uncollectibleAt: invoice.uncollectibleAt ?? null,
    lines: invoice.lines.map(concludeLine),
    subtotal: invoice.subtotal,
    discount: invoice.discount,
    tax: invoice.tax,
    total: invoice.total,
    startingBalance: invoice.startingBalance,
    endingBalance: invoice.endingBalance,
    amountDue: invoice.amountDue,
    amountPaid: invoice.amountPaid,
    amountRemaining: invoice.amountRemaining,
    attempts: invoice.attempts,
    nextAttemptAt: invoice.attemptAt ?? null,
    refunded: invoice.refunded,
    disputed: invoice.disputed,
    creditNotes: invoice.creditNotes,
  };
}
