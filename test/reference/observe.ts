import type { Account } from "../../engine/account/account.ts";
import type { CreditNote } from "../../engine/account/credit-note.ts";
import type { BalanceCause, FactSink, InvoiceStep, Payment, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import type { Line } from "../../engine/account/line.ts";
import type { Discount, Subscription, SubscriptionStatus } from "../../engine/account/subscription.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import type { Decimal } from "../../engine/money/decimal.ts";
import type { Scenario } from "../../engine/scenario/scenario.ts";
import { simulate } from "../../engine/simulation/simulate.ts";
import type { ReportFacts } from "../../reports/collector.ts";
import { deriveEvents } from "../../reports/events/stripe-events.ts";
import {
  type InvoiceOutcome,
  type LineOutcome,
  type MovementOutcome,
  type Outcome,
  type OverdueOutcome,
  type PaymentOutcome,
  type RefusalOutcome,
  type StatusOutcome,
  type StoryOutcome,
  type SubscriptionOutcome,
  settledStatuses,
} from "./outcome.ts";
import { ratio } from "./rational.ts";

/** Events that come because time passes; those of schedules are compared too. */
const AHEAD: ReadonlySet<string> = new Set(["invoice.upcoming", "customer.subscription.trial_will_end", "payment_method.automatically_updated"]);

/** Copies what the engine tells of each customer into the common shape; final states from the account at the life's end. */
export class Observer implements FactSink {
  readonly outcomes: Outcome[] = [];
  /** What was told of each customer, whole or cut short by a refusal. */
  readonly stories = new Map<string, StoryOutcome>();
  private statuses: StatusOutcome[] = [];
  private payments: PaymentOutcome[] = [];
  private movements: MovementOutcome[] = [];
  private refusals: RefusalOutcome[] = [];
  private announcements: string[] = [];
  private readonly events: Partial<ReportFacts>;
  private overdue: OverdueOutcome[] = [];

  constructor(horizon: Instant) {
    this.events = deriveEvents(({ at, type, object }) => {
      if (AHEAD.has(type) || type.startsWith("subscription_schedule.")) this.announcements.push(`${at} ${type} ${object}`);
    }, horizon);
  }

  begin(account: Account): void {
    const { id } = account;
    this.statuses = [];
    this.payments = [];
    this.movements = [];
    this.refusals = [];
    this.overdue = [];
    this.announcements = [];
    const { statuses, payments, movements, refusals, overdue } = this;
    this.stories.set(id, { customer: id, refusals, statuses, payments, movements, overdue });
    this.events.begin?.(account);
  }

  subscription(at: Instant, account: Account, subscription: Subscription, change: SubscriptionChange, previous: SubscriptionStatus): void {
    const { name, status } = subscription;
    this.events.subscription?.(at, account, subscription, change, previous);
    if (change !== "refused") this.statuses.push({ at, subscription: name, status });
  }

  payment(at: Instant, _account: Account, { kind, invoice, charge, amount, fee, attempt, decline, card }: Payment): void {
    const what = { kind, invoice: invoice?.number ?? null, charge: charge?.number ?? null, fee };
    this.payments.push({ at, ...what, amount, attempt, declined: decline?.code ?? null, card: card?.id ?? null });
  }

  balance(at: Instant, _account: Account, amount: number, cause: BalanceCause, invoice: Invoice | undefined): void {
    this.movements.push({ at, amount, cause, invoice: invoice?.number ?? null });
  }

  refusal(_at: Instant, _account: Account, entry: number, message: string | undefined): void {
    if (message !== undefined) this.refusals.push({ entry, stops: false });
  }

  card(...fact: Parameters<FactSink["card"]>): void {
    this.events.card?.(...fact);
  }

  invoice(at: Instant, _account: Account, { number }: Invoice, step: InvoiceStep): void {
    if (step === "overdue") this.overdue.push({ at, invoice: number });
  }

  opening(): void {}
  line(): void {}
  creditNote(): void {}
  dispute(): void {}
  usage(): void {}
  coupon(): void {}
  review(): void {}
  settle(): void {}
  probe(): void {}

  end(account: Account): void {
    this.events.end?.(account);
    this.outcomes.push({
      customer: account.id,
      refusals: this.refusals,
      subscriptions: account.subscriptions.slice(0, account.subscriptionCount).map(observeSubscription),
      statuses: settledStatuses(this.statuses),
      invoices: account.invoices.map(observeInvoice),
      payments: this.payments,
      movements: this.movements,
      announcements: this.announcements.toSorted(),
      overdue: this.overdue,
      balance: account.balance,
      card: account.card.id,
      coupon: account.discount?.coupon.id ?? null,
      pending: account.pending.map(observeLine),
    });
  }
}

/**
 * Runs the engine on every customer. Of one that a refusal stops there is no final state, only the story up to there, with that refusal last.
 */
export function runEngine(scenario: Scenario): (Outcome | StoryOutcome)[] {
  const observer = new Observer(scenario.end);
  const stops = new Map(simulate(scenario, observer).map(({ customer, entry }) => [customer.id, entry]));
  return scenario.customers.map(({ id }) => {
    const story = observer.stories.get(id) ?? { customer: id, refusals: [], statuses: [], payments: [], movements: [], overdue: [] };
    const entry = stops.get(id);
    if (entry === undefined) return observer.outcomes.find(({ customer }) => customer === id) as Outcome;
    const refusals = [...story.refusals, { entry, stops: true }];
    return { ...story, refusals, statuses: settledStatuses(story.statuses) };
  });
}

const orNull = (at: Instant): number | null => (at === NEVER ? null : at);

const inWords = ({ coupon, firstUsedAt }: Discount): string => `${coupon.id} used ${orNull(firstUsedAt) ?? "never"}`;

function observeSubscription(subscription: Subscription): SubscriptionOutcome {
  const items = subscription.items.slice(0, subscription.itemCount);
  return {
    name: subscription.name,
    status: subscription.status,
    startedAt: subscription.startedAt,
    anchor: subscription.anchor,
    periodStart: subscription.periodStart,
    periodEnd: subscription.periodEnd,
    trialStart: orNull(subscription.trialStart),
    trialEnd: orNull(subscription.trialEnd),
    cancelAt: subscription.endedAt !== NEVER ? null : orNull(subscription.cancelAt),
    cancelAtPeriodEnd: subscription.endedAt === NEVER && subscription.cancelAtPeriodEnd,
    canceledAt: orNull(subscription.canceledAt),
    endedAt: orNull(subscription.endedAt),
    endReason: subscription.endReason ?? null,
    collectionMethod: subscription.collectionMethod,
    phase: subscription.schedule?.current ?? null,
    items: items.map(({ plan, quantity }) => `${plan.id} x${quantity}`),
    discounts: subscription.discounts.map(inWords),
  };
}

function fractionText({ units, scale }: Decimal): string {
  const { n, d } = ratio(units, scale);
  return `${n}/${d}`;
}

export function observeLine(line: Line): LineOutcome {
  const hasPeriod = line.start !== line.end;
  return {
    kind: line.kind,
    subscription: line.subscription?.name ?? null,
    plan: line.plan?.id ?? null,
    quantity: line.quantity,
    usage: line.usage === undefined ? null : fractionText(line.usage.quantity),
    amount: line.amount,
    discounts: line.discounts.map(({ coupon, amount }) => `${coupon.id} ${amount}`),
    taxes: line.taxes.filter(({ amount }) => amount !== 0).map(({ rate, inclusive, amount }) => `${rate.id} ${inclusive ? "inside" : "on top"} ${amount}`),
    start: hasPeriod ? line.start : null,
    end: hasPeriod ? line.end : null,
  };
}

export function observeInvoice(invoice: Invoice): InvoiceOutcome {
  return {
    number: invoice.number,
    subscription: invoice.subscription?.name ?? null,
    reason: invoice.reason,
    collectionMethod: invoice.collectionMethod,
    status: invoice.status,
    createdAt: invoice.createdAt,
    finalizedAt: orNull(invoice.finalizedAt),
    dueAt: orNull(invoice.dueAt),
    paidAt: orNull(invoice.paidAt),
    voidedAt: orNull(invoice.voidedAt),
    uncollectibleAt: orNull(invoice.uncollectibleAt),
    lines: invoice.lines.map(observeLine),
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
    nextAttemptAt: invoice.status === "draft" ? null : orNull(invoice.nextAttemptAt),
    refunded: invoice.adjustments?.refunded ?? 0,
    disputed: invoice.adjustments?.disputed ?? 0,
    creditNotes: (invoice.adjustments?.creditNotes ?? []).map(observeNote),
  };
}

function observeNote({ at, amount, lines, ...note }: CreditNote): string {
  const each = lines.map((line) => `${line.line}:${[line.amount, line.taxInclusive, line.taxExclusive, line.open].join("/")}`);
  return `${at} ${amount} ${each.join(" ")} ${[note.open, note.toBalance, note.refunded, note.outOfBand].join("/")}`;
}
