import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import { invoiceName } from "../../account/invoice-name.ts";
import { chargeName, type OneOffCharge } from "../../account/one-off-charge.ts";
import { Refusal } from "../../account/refusal.ts";
import { formatMoney } from "../../money/currency.ts";
import type { Minor } from "../../money/exact.ts";
import { namedInvoice } from "../invoices/find-invoice.ts";
import type { WhichPayment } from "../requests.ts";

/** Money that came by a charge: of an invoice, or a one-off. One of the two. */
export interface PaymentTaken {
  readonly invoice: Invoice | undefined;
  readonly charge: OneOffCharge | undefined;
}

/** What can still be given back of what charges paid on an invoice (M6). */
export function leftOfInvoice({ amountPaid, adjustments }: Invoice): Minor {
  if (adjustments === undefined) return amountPaid;
  return amountPaid - adjustments.outOfBand - adjustments.refunded - adjustments.disputed;
}

function leftOf({ invoice, charge }: PaymentTaken): Minor {
  if (invoice !== undefined) return leftOfInvoice(invoice);
  return charge === undefined || charge.decline !== undefined ? 0 : charge.amount - charge.refunded - charge.disputed;
}

/**
 * The payment that is meant, and how much of it: all that is left unless an amount is given.
 *
 * @throws Refusal when there is none, or not that much left.
 */
export function findPayment(account: Account, which: WhichPayment, action: string): PaymentTaken & { readonly amount: Minor } {
  const found =
    which.invoice !== undefined ? ofInvoice(account, which.invoice) : which.charge !== undefined ? ofCharge(account, which.charge) : latest(account);
  const left = found === undefined ? 0 : leftOf(found);
  const money = (amount: Minor): string => formatMoney(amount, account.currency);
  if (found === undefined || left <= 0) {
    throw new Refusal(
      found === undefined ? `customer "${account.id}" has no payment to ${action}` : `nothing is left to ${action} of ${nameOf(account, found)}`,
      "What was paid by a charge, less what was refunded or disputed, is left.",
      "Leave the entry out, or move it after a payment.",
    );
  }
  const amount = which.amount ?? left;
  if (amount > 0 && amount <= left) return { ...found, amount };
  throw new Refusal(
    `${money(amount)} of ${nameOf(account, found)} cannot be ${action === "refund" ? "refunded" : "disputed"}`,
    `It is an amount above 0, and at most what is left: ${money(left)}.`,
    "Write a smaller amount, or leave `amount` out for all that is left.",
  );
}

function nameOf(account: Account, { invoice, charge }: PaymentTaken): string {
  return `"${invoice === undefined ? chargeName(account.id, charge?.number ?? 0) : invoiceName(account.id, invoice.number)}"`;
}

function ofInvoice(account: Account, which: string | true): PaymentTaken | undefined {
  if (which !== true) return { invoice: namedInvoice(account, which), charge: undefined };
  const invoice = latestInvoice(account);
  return invoice && { invoice, charge: undefined };
}

function ofCharge(account: Account, which: string | true): PaymentTaken | undefined {
  const { oneOffCharges } = account;
  if (which === true) {
    const charge = latestCharge(account);
    return charge && { invoice: undefined, charge };
  }
  const charge = oneOffCharges.find(({ number }) => chargeName(account.id, number) === which);
  if (charge !== undefined) return { invoice: undefined, charge };
  throw new Refusal(
    `customer "${account.id}" has no charge "${which}"`,
    oneOffCharges.length === 0
      ? "It has no one-off charge yet."
      : `So far it has ${chargeName(account.id, 1)} to ${chargeName(account.id, oneOffCharges.length)}.`,
    "Name one of them.",
  );
}

/** The latest payment that has anything left; of two at one instant the one-off charge (M6). */
function latest(account: Account): PaymentTaken | undefined {
  const invoice = latestInvoice(account);
  const charge = latestCharge(account);
  if (charge !== undefined && (invoice === undefined || charge.at >= invoice.paidAt)) return { invoice: undefined, charge };
  return invoice && { invoice, charge: undefined };
}

function latestInvoice(account: Account): Invoice | undefined {
  let latest: Invoice | undefined;
  for (const invoice of account.invoices) {
    if (invoice.status !== "paid" || leftOfInvoice(invoice) <= 0) continue;
    const isLater = latest === undefined || invoice.paidAt > latest.paidAt || (invoice.paidAt === latest.paidAt && invoice.number > latest.number);
    if (isLater) latest = invoice;
  }
  return latest;
}

function latestCharge(account: Account): OneOffCharge | undefined {
  return account.oneOffCharges.findLast((charge) => leftOf({ invoice: undefined, charge }) > 0);
}
