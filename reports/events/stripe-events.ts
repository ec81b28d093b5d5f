import type { Account } from "../../engine/account/account.ts";
import { creditNoteName } from "../../engine/account/credit-note.ts";
import type { SubscriptionChange } from "../../engine/account/facts.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Subscription } from "../../engine/account/subscription.ts";
import { formatBrief } from "../../engine/calendar/civil.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { formatMoney } from "../../engine/money/currency.ts";
import { noCard } from "../../engine/payments/card.ts";
import type { ReportFacts } from "../collector.ts";
import { lineDescription } from "../rendering/line-description.ts";
import type { EventType } from "./event-types.ts";
import { LookAhead } from "./look-ahead.ts";
import { tellDispute, tellInvoice, tellPayment } from "./money-events.ts";
import { scheduleEvent } from "./schedule-events.ts";
import type { Tell } from "./tell.ts";

/** One event as a webhook would name it. `object` is what it is about, by its name in the files. */
export interface StripeEvent {
  readonly at: Instant;
  readonly type: EventType;
  readonly object: string;
  readonly detail: string;
}

/**
 * Stripe's events, derived from facts. `eventSequences` says in which order they come. What a customer has before a card or a coupon is replaced
 * is remembered here: facts tell what is new.
 */
export function deriveEvents(emit: (event: StripeEvent, account: Account) => void, horizon: Instant): Partial<ReportFacts> {
  const tellOne: Tell = (at, account, type, object, detail) => emit({ at, type, object, detail }, account);
  const ahead = new LookAhead(tellOne);
  let decline = "";
  const holdings = new Map<string, { hasCard: boolean; hasCoupon: boolean }>();
  const tell: Tell = (at, account, type, object, detail) => {
    ahead.flush(account, at);
    tellOne(at, account, type, object, detail);
  };
  return {
    begin(account) {
      holdings.set(account.id, { hasCard: account.card !== noCard, hasCoupon: account.discount !== undefined });
      tellBeginning(tell, account);
    },
    subscription(at, account, subscription, change) {
      if (change === "refused") return;
      if (change === "existing") {
        ahead.note(at, account, subscription, change);
        return;
      }
      const scheduled = scheduleEvent(subscription, change);
      const tellSchedule = (): void => scheduled && tell(at, account, scheduled.type, subscription.name, scheduled.detail);
      const detail = subscriptionDetail(subscription, change);
      if (change === "created") tellSchedule();
      if (change === "paused" || change === "resumed") tell(at, account, `customer.subscription.${change}`, subscription.name, detail);
      if (change !== "released") tell(at, account, subscriptionEvent(subscription, change), subscription.name, detail);
      if (change !== "created") tellSchedule();
      ahead.note(at, account, subscription, change);
    },
    line(at, account, line, booking) {
      const detail = `${formatMoney(line.amount, account.currency)}, ${lineDescription(line, account.currency)}`;
      tell(at, account, booking === 1 ? "invoiceitem.created" : "invoiceitem.deleted", line.subscription?.name ?? account.id, detail);
    },
    invoice(at, account, invoice, step) {
      tellInvoice(tell, at, account, invoice, step, decline);
      decline = "";
    },
    payment(at, account, payment) {
      tellPayment(tell, at, account, payment);
      decline = payment.decline?.code ?? "";
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
    card(at, account, card, change) {
      if (change === "updated") {
        tell(at, account, "payment_method.automatically_updated", account.id, `card ${card.id}`);
        return;
      }
      const held = holdings.get(account.id);
      const detail = `card ${card.id}`;
      if (card !== noCard) tell(at, account, "payment_method.attached", account.id, detail);
      else if (held?.hasCard === true) tell(at, account, "payment_method.detached", account.id, detail);
      if (held !== undefined) held.hasCard = card !== noCard;
      tell(at, account, "customer.updated", account.id, detail);
    },
    coupon(at, account, coupon) {
      const held = holdings.get(account.id);
      const detail = coupon === undefined ? "no coupon" : `coupon ${coupon.id}`;
      const type = coupon === undefined ? "deleted" : held?.hasCoupon === true ? "updated" : "created";
      if (coupon !== undefined || held?.hasCoupon === true) tell(at, account, `customer.discount.${type}`, account.id, detail);
      if (held !== undefined) held.hasCoupon = coupon !== undefined;
      tell(at, account, "customer.updated", account.id, detail);
    },
    review(at, account, card) {
      tell(at, account, "review.opened", account.id, `card ${card.id}, funding ${card.funding}`);
    },
    probe(at, account) {
      ahead.flush(account, at);
    },
    end(account) {
      ahead.end(account, horizon);
      holdings.delete(account.id);
    },
  };
}

/** Who lived before the clock starts was told of then. */
function tellBeginning(tell: Tell, account: Account): void {
  if (account.existed) return;
  tell(account.now, account, "customer.created", account.id, account.currency.code);
  if (account.card !== noCard) tell(account.now, account, "payment_method.attached", account.id, `card ${account.card.id}`);
  const { discount } = account;
  if (discount !== undefined) tell(account.now, account, "customer.discount.created", account.id, `coupon ${discount.coupon.id}`);
}

function subscriptionEvent(subscription: Subscription, change: SubscriptionChange): EventType {
  if (change === "created") return "customer.subscription.created";
  const isDeleted = change === "ended" && subscription.status === "canceled";
  return isDeleted ? "customer.subscription.deleted" : "customer.subscription.updated";
}

function subscriptionDetail(subscription: Subscription, change: SubscriptionChange): string {
  const { status } = subscription;
  switch (change) {
    case "renewed":
    case "trial_ended":
    case "anchor_reset":
      return `${status}, ${formatBrief(subscription.periodStart)} to ${formatBrief(subscription.periodEnd)}`;
    case "cancel_requested":
      return `${status}, ends ${formatBrief(subscription.cancelAt)}`;
    case "change_planned":
      return `${status}, changes ${formatBrief(subscription.periodEnd)}`;
    case "cancel_withdrawn":
      return `${status}, cancel withdrawn`;
    case "collection_paused":
      return `${status}, collection paused, ${subscription.pauseCollection ?? ""}`;
    case "collection_resumed":
      return `${status}, collection resumed`;
    case "ended":
      return `${status}, ${subscription.endReason ?? ""}`;
    default:
      return status;
  }
}
