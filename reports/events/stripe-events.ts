import type { Account } from "../../engine/account/account.ts";
import type { InvoiceStep, SubscriptionChange } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import { type Instant, NEVER } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import type { ReportFacts } from "../collector.ts";
import { lineDescription } from "../rendering/line-description.ts";

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
 * | the customer balance moves | `customer.updated` |
 * | a new card | `payment_method.attached`, `customer.updated`; without one only the latter |
 * | a customer's coupon | `customer.discount.created` or `customer.discount.deleted`, each with `customer.updated` |
 * | an end | `invoiceitem.deleted` for each proration that goes with it, then `customer.subscription.deleted`, or `customer.subscription.updated` when it is `incomplete_expired` |
 */
export function deriveEvents(emit: (event: StripeEvent, account: Account) => void): Partial<ReportFacts> {
  const tell = (at: Instant, account: Account, type: string, object: string, detail: string): void => emit({ at, type, object, detail }, account);
  return {
    begin(account) {
      tellBeginning(tell, account);
    },
    subscription(at, account, subscription, change) {
      if (change === "refused") return;
      tell(at, account, subscriptionEvent(subscription, change), subscription.name, subscriptionDetail(subscription, change));
    },
    line(at, account, line, booking) {
      const detail = `${formatMoney(line.amount, account.currency)}, ${lineDescription(line, account.currency)}`;
      tell(at, account, booking === 1 ? "invoiceitem.created" : "invoiceitem.deleted", line.subscription?.name ?? account.id, detail);
    },
    invoice(at, account, invoice, step) {
      tellInvoice(tell, at, account, invoice, step);
    },
    payment(at, account, { invoice, amount, decline }) {
      const object = invoiceName(account.id, invoice.number);
      const asked = formatMoney(amount, account.currency);
      if (decline === undefined) {
        tell(at, account, "payment_intent.succeeded", object, asked);
        tell(at, account, "charge.succeeded", object, asked);
      } else {
        tell(at, account, "charge.failed", object, `${asked}, ${decline.code}`);
        tell(at, account, "payment_intent.payment_failed", object, `${asked}, ${decline.code}`);
      }
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
      tell(at, account, "invoice.payment_succeeded", object, money(invoice.amountPaid));
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
