import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import { Refusal } from "../../account/refusal.ts";
import type { Subscription } from "../../account/subscription.ts";
import type { Collection, CollectionMethod } from "../../billing/settings.ts";
import type { BillPending, Subscribe } from "../requests.ts";

/** The nearest method and the nearest days, each by itself (S1). Takes them over from `from`, where the entry names none. */
export function setCollection(of: Subscription | Invoice, from: Collection, asked: Subscribe | BillPending): void {
  of.collectionMethod = asked.collectionMethod ?? from.collectionMethod;
  of.daysUntilDue = asked.daysUntilDue ?? from.daysUntilDue;
}

/** @throws Refusal for what Stripe refuses of a sign-up: a due date without a sent invoice, a rule for a charge that is not made (S1, S2). */
export function checkCollection(account: Account, action: Subscribe): void {
  const method = action.collectionMethod ?? account.collectionMethod;
  refuseDaysOfCharged(method, action.daysUntilDue);
  if (method === "charge_automatically" || action.paymentBehavior === "allow_incomplete") return;
  throw new Refusal(
    `\`payment_behavior\` is ${action.paymentBehavior}, and the subscription's invoices are sent`,
    "It is about the first charge, so it is for subscriptions with `collection_method: charge_automatically` (SDK, S2).",
    "Take it out, or write `collection_method: charge_automatically`.",
  );
}

/** @throws Refusal when a manual invoice would be due that is charged, or charged at once without a card (S1, S7). */
export function checkInvoiceCollection(account: Account, from: Collection, action: BillPending, hasCard: boolean): void {
  const method = action.collectionMethod ?? from.collectionMethod;
  refuseDaysOfCharged(method, action.daysUntilDue);
  if (method === "charge_automatically" || !action.pay || hasCard) return;
  throw new Refusal(
    `customer "${account.id}" has no card`,
    "`pay: true` charges the customer's card once for an invoice that is sent (S7).",
    "Leave `pay` out: the invoice is sent after `finalize_after`. Or give the customer a card first.",
  );
}

function refuseDaysOfCharged(method: CollectionMethod, days: number | undefined): void {
  if (days === undefined || method === "send_invoice") return;
  throw new Refusal(
    `\`days_until_due\` is ${days}, and what is billed is charged automatically`,
    "Only what is sent has a due date: `days_until_due` goes with `collection_method: send_invoice` (SDK, S1).",
    "Add `collection_method: send_invoice`, or take it out.",
  );
}
