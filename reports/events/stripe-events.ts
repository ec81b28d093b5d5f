import type { Account } from "../../engine/account/account.ts";
import { creditNoteName } from "../../engine/account/credit-note.ts";
import type { Dispute, DisputeStep } from "../../engine/account/dispute.ts";
import type { InvoiceStep, Payment, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { chargeName } from "../../engine/account/one-off-charge.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { ReportFacts } from "../collector.ts";
import { lineDescription } from "../rendering/line-description.ts";
import { LookAhead } from "./look-ahead.ts";

/** One event as a webhook would name it. `object` is what it is about, by its name in the files. */
export interface StripeEvent {
  readonly at: Instant;
  readonly type: string;
  readonly object: string;
  readonly detail: string;
}

/**
 * Stripe's events, derived from facts. Stripe promises no order (webhooks documentation); ours is fixed (B41): the order in which things
 * happen inside an instant, and for one thing the order written here.
 *
 * | what happens | events, in order |
 * | --- | --- |
 * | a customer begins | `customer.created`; `payment_method.attached` with a card; `customer.discount.created` with a coupon |
 * | a sign-up | `customer.subscription.created`, `invoice.created`, `invoice.finalized`, payment events, `invoice.paid`, `invoice.payment_succeeded`, `customer.subscription.updated` |
 * | a renewal | `customer.subscription.updated`, `invoice.created`; later `invoice.finalized`, payment events, `invoice.paid`, `invoice.payment_succeeded` |
 * | a change | `customer.subscription.updated`, `invoiceitem.created` for each proration; then the invoice's events, when there is one at once |
 * | a change for the period's end | `customer.subscription.updated` at the request, and once more before the renewal's |
 * | finalization with something due | `invoice.finalized`, `payment_intent.created` |
 * | a charge that succeeds | `payment_intent.succeeded`, `charge.succeeded`, `invoice.paid`, `invoice.payment_succeeded` |
 * | a charge that fails | `charge.failed`, `payment_intent.payment_failed`, `invoice.payment_failed`, `invoice.updated` |
 * | an attempt without a charge (hard decline, no card) | `invoice.payment_failed`, `invoice.updated` |
 * | an invoice is paid without a charge (out of band) | `invoice.paid` |
 * | a one-off charge | `charge.succeeded` or `charge.failed` |
 * | a refund | `refund.created`, `charge.refunded` |
 * | a credit note | `credit_note.created`, `invoice.updated`; then those of its refund and of the balance; `invoice.paid` when nothing remains |
 * | a dispute begins | `charge.dispute.created`, `charge.dispute.funds_withdrawn` |
 * | a dispute is decided | `charge.dispute.closed`, and `charge.dispute.funds_reinstated` when it is won |
 * | the customer balance moves | `customer.updated` |
 * | a new card | `payment_method.attached`, `customer.updated`; without one only the latter |
 * | a customer's coupon | `customer.discount.created` or `customer.discount.deleted`, each with `customer.updated` |
 * | seven days before a renewal, three before a trial's end | `invoice.upcoming`; `customer.subscription.trial_will_end` (C9), before all else of their instant |
 * | an end | `invoiceitem.deleted` for each proration that goes with it, then `customer.subscription.deleted`, or `customer.subscription.updated` when it is `incomplete_expired` |
 */
export function deriveEvents(emit: (event: StripeEvent, account: Account) => void, horizon: Instant): Partial<ReportFacts> {
  const tellOne: Tell = (at, account, type, object, detail) => emit({ at, type, object, detail }, account);
  const ahead = new LookAhead(tellOne);
  const tell: Tell = (at, account, type, object, detail) => {
    ahead.flush(account, at);
    tellOne(at, account, type, object, detail);
  };
  return {
    begin(account) {
      tellBeginning(tell, account);
    },
    subscription(at, account, subscription, change) {
      if (change === "refused") return;
      tell(at, account, subscriptionEvent(subscription, change), subscription.name, subscriptionDetail(subscription, change));
      ahead.note(at, account, subscription, change);
    },
    line(at, account, line, booking) {
      const detail = `${formatMoney(line.amount, account.currency)}, ${lineDescription(line, account.currency)}`;
      tell(at, account, booking === 1 ? "invoiceitem.created" : "invoiceitem.deleted", line.subscription?.name ?? account.id, detail);
    },
    invoice(at, account, invoice, step) {
      tellInvoice(tell, at, account, invoice, step);
    },
    payment(at, account, payment) {
      tellPayment(tell, at, account, payment);
    },
    creditNote(at, account, invoice, note) {
      const reason = note.reason === "" ? "" : `, ${note.reason}`;
      const name = creditNoteName(account.id, invoice.number, note.number);
      tell(at, account, "credit_note.created", name, `${formatMoney(note.amount, account.currency)}${reason}`);
      tell(at, account, "invoice.updated", invoiceName(account.id, invoice.number), `${formatMoney(invoice.amountRemaining, account.currency)} remaining`);
    },
    dispute(at, account, dispute, step) {
      tellDispute(tell, at, account, dispute, step);
    },
    balance(at, account, amount, cause) {
      if (cause !== "initial") tell(at, account, "customer.updated", account.id, `balance ${formatMoney(amount, account.currency)}, ${cause}`);
    },
    card(at, account, card) {
      if (card.id !== "none") tell(at, account, "payment_method.attached", account.id, `card ${card.id}`);
      tell(at, account, "customer.updated", account.id, `card ${card.id}`);
    },
    coupon(at, account, coupon) {
      const type = coupon === undefined ? "customer.discount.deleted" : "customer.discount.created";
      tell(at, account, type, account.id, coupon === undefined ? "" : `coupon ${coupon.id}`);
      tell(at, account, "customer.updated", account.id, coupon === undefined ? "no coupon" : `coupon ${coupon.id}`);
    },
    review(at, account, card) {
      tell(at, account, "review.opened", account.id, `card ${card.id}, funding ${card.funding}`);
    },
    probe(at, account) {
      ahead.flush(account, at);
    },
    end(account) {
      ahead.end(account, horizon);
    },
  };
}

/** How `deriveEvents` makes an event. */
type Tell = (at: Instant, account: Account, type: string, object: string, detail: string) => void;

function tellBeginning(tell: Tell, account: Account): void {
  tell(account.now, account, "customer.created", account.id, account.currency.code);
  if (account.card.id !== "none") tell(account.now, account, "payment_method.attached", account.id, `card ${account.card.id}`);
  const { discount } = account;
  if (discount !== undefined) tell(account.now, account, "customer.discount.created", account.id, `coupon ${discount.coupon.id}`);
}

function subscriptionEvent(subscription: Subscription, change: SubscriptionChange): string {
  if (change === "created") return "customer.subscription.created";
  const isDeleted = change === "ended" && subscription.status === "canceled";
  return isDeleted ? "customer.subscription.deleted" : "customer.subscription.updated";
}

function subscriptionDetail(subscription: Subscription, change: SubscriptionChange): string {
  const { status } = subscription;
  switch (change) {
    case "renewed":
    case "trial_ended":
      return `${status}, ${formatBrief(subscription.periodStart)} to ${formatBrief(subscription.periodEnd)}`;
    case "cancel_requested":
      return `${status}, ends ${formatBrief(subscription.cancelAt)}`;
    case "change_planned":
      return `${status}, changes ${formatBrief(subscription.periodEnd)}`;
    case "cancel_withdrawn":
      return `${status}, cancel withdrawn`;
    case "ended":
      return `${status}, ${subscription.endReason ?? ""}`;
    default:
      return status;
  }
}

function tellDispute(tell: Tell, at: Instant, account: Account, dispute: Dispute, step: DisputeStep): void {
  const { invoice, charge, amount, fee } = dispute;
  const object = invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number);
  const money = formatMoney(amount, account.currency);
  if (step === "created") {
    tell(at, account, "charge.dispute.created", object, money);
    tell(at, account, "charge.dispute.funds_withdrawn", object, fee === 0 ? money : `${money}, fee ${formatMoney(fee, account.currency)}`);
    return;
  }
  tell(at, account, "charge.dispute.closed", object, step);
  if (step === "won") tell(at, account, "charge.dispute.funds_reinstated", object, money);
}

/** Whether money came by a charge, or none was due: a payment out of band is none that succeeded (M5). */
function wasCharged({ amountDue, amountPaid, adjustments }: Invoice): boolean {
  return amountDue === 0 || amountPaid > (adjustments?.outOfBand ?? 0);
}

function tellPayment(tell: Tell, at: Instant, account: Account, { kind, invoice, charge, amount, decline }: Payment): void {
  const object = invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number);
  const asked = formatMoney(amount, account.currency);
  const detail = decline === undefined ? asked : `${asked}, ${decline.code}`;
  switch (kind) {
    case "payment":
      tell(at, account, decline === undefined ? "payment_intent.succeeded" : "charge.failed", object, detail);
      tell(at, account, decline === undefined ? "charge.succeeded" : "payment_intent.payment_failed", object, detail);
      break;
    case "charge":
      tell(at, account, decline === undefined ? "charge.succeeded" : "charge.failed", object, detail);
      break;
    case "refund":
      tell(at, account, "refund.created", object, detail);
      tell(at, account, "charge.refunded", object, detail);
      break;
    default:
  }
}

function tellInvoice(tell: Tell, at: Instant, account: Account, invoice: Invoice, step: InvoiceStep): void {
  const object = invoiceName(account.id, invoice.number);
  const money = (amount: number): string => formatMoney(amount, account.currency);
  switch (step) {
    case "created":
      tell(at, account, "invoice.created", object, `${money(invoice.total)}, ${invoice.reason}`);
      break;
    case "finalized":
      tell(at, account, "invoice.finalized", object, `${money(invoice.amountDue)} due`);
      if (invoice.amountDue > 0) tell(at, account, "payment_intent.created", object, money(invoice.amountDue));
      break;
    case "paid":
      tell(at, account, "invoice.paid", object, money(invoice.amountPaid));
      if (wasCharged(invoice)) tell(at, account, "invoice.payment_succeeded", object, money(invoice.amountPaid));
      break;
    case "payment_failed": {
      const next = invoice.nextAttemptAt === NEVER ? "no further attempt" : `next attempt ${formatBrief(invoice.nextAttemptAt)}`;
      tell(at, account, "invoice.payment_failed", object, `attempt ${invoice.attempts}, ${next}`);
      tell(at, account, "invoice.updated", object, next);
      break;
    }
    case "voided":
      tell(at, account, "invoice.voided", object, money(invoice.total));
      break;
    case "marked_uncollectible":
      tell(at, account, "invoice.marked_uncollectible", object, `${money(invoice.amountRemaining)} remaining`);
      break;
  }
}
