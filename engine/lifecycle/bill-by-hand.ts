import type { Account } from "../account/account.ts";
import type { Invoice } from "../account/invoice.ts";
import { invoiceName } from "../account/invoice-name.ts";
import { Refusal } from "../account/refusal.ts";
import type { World } from "../account/world.ts";
import { noCard } from "../payments/card.ts";
import { payNow } from "./collect.ts";
import { draftManualInvoice } from "./draft-invoice.ts";
import { finalizeLater, finalizeNow } from "./finalize.ts";
import { findSubscription, refuseIfEnded, refuseIfIncomplete } from "./find-subscription.ts";
import { oneOffLine } from "./lines.ts";
import { addPending, tellPending } from "./pending.ts";
import type { BillPending, Credit, InvoiceItem, Pay } from "./requests.ts";
import { checkCurrency } from "./subscribe-checks.ts";

/** Adds a one-off charge or credit to the next invoice (INV, B38). */
export function addInvoiceItem(world: World, account: Account, action: InvoiceItem, name: string | undefined): void {
  const subscription = name === undefined ? undefined : findSubscription(account, name);
  if (subscription !== undefined) {
    refuseIfEnded(subscription, "given an invoice item");
    refuseIfIncomplete(subscription, "given an invoice item");
  }
  if (action.item.plan !== undefined) checkCurrency(account, action.item.plan);
  if (action.currency !== undefined && action.currency !== account.currency) {
    throw new Refusal(
      `the invoice item is in ${action.currency.code}, customer "${account.id}" is billed in ${account.currency.code}`,
      "A customer has one currency.",
      "Use the customer's currency.",
    );
  }
  addPending(account, oneOffLine(account, subscription, action.item, action.discountable));
  tellPending(world, account, account.pending.length - 1);
}

/** Bills what is pending, all of it or one subscription's own (B39). */
export function billPending(world: World, account: Account, action: BillPending, name: string | undefined): void {
  const subscription = name === undefined ? undefined : findSubscription(account, name);
  if (subscription !== undefined) refuseIfIncomplete(subscription, "billed by hand");
  if (!account.pending.some((line) => subscription === undefined || line.subscription === subscription)) {
    throw new Refusal(
      subscription === undefined ? `customer "${account.id}" has nothing pending` : `subscription "${subscription.name}" has nothing pending`,
      "`invoice` bills pending items.",
      "Add an `invoice_item` before it, or leave the entry out.",
    );
  }
  const invoice = draftManualInvoice(world, account, subscription);
  world.sink.invoice(account.now, account, invoice, "created");
  if (action.pay) finalizeNow(world, account, invoice);
  else finalizeLater(world, account, invoice);
}

const PAYABLE = new Set<Invoice["status"]>(["open", "uncollectible"]);

/** Charges the card for an open invoice: the oldest, or the one that is named (B33). */
export function pay(world: World, account: Account, action: Pay): void {
  const invoice = action.invoice === undefined ? oldestOpen(account) : namedInvoice(account, action.invoice);
  if (account.card === noCard) {
    throw new Refusal(`customer "${account.id}" has no card`, "`pay` charges the customer's card.", "Give the customer a card with a `card` entry first.");
  }
  payNow(world, account, invoice);
}

function oldestOpen(account: Account): Invoice {
  let oldest: Invoice | undefined;
  for (const invoice of account.invoices) {
    if (invoice.status === "open" && (oldest === undefined || invoice.number < oldest.number)) oldest = invoice;
  }
  if (oldest !== undefined) return oldest;
  throw new Refusal(
    `customer "${account.id}" has no open invoice`,
    "`pay` charges the oldest open invoice.",
    "Leave the entry out, or move it to when one is open.",
  );
}

function namedInvoice(account: Account, name: string): Invoice {
  const invoice = account.invoices.find((candidate) => invoiceName(account.id, candidate.number) === name);
  if (invoice === undefined) {
    throw new Refusal(
      `customer "${account.id}" has no invoice "${name}"`,
      account.invoiceNumber === 0
        ? "It has no invoice yet."
        : `So far it has ${invoiceName(account.id, 1)} to ${invoiceName(account.id, account.invoiceNumber)}.`,
      "Name one of them.",
    );
  }
  if (PAYABLE.has(invoice.status)) return invoice;
  throw new Refusal(`invoice "${name}" is ${invoice.status}`, "Only an open or uncollectible invoice can be paid.", "Leave the entry out, or move it.");
}

/** Moves the customer balance; positive is in the customer's favour (D5). */
export function credit(world: World, account: Account, action: Credit): void {
  if (action.amount === 0) return;
  account.balance -= action.amount;
  world.sink.balance(account.now, account, -action.amount, "adjustment", undefined, action.description);
}
