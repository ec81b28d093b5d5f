import type { Account } from "../../account/account.ts";
import type { Invoice } from "../../account/invoice.ts";
import { invoiceName } from "../../account/invoice-name.ts";
import { Refusal } from "../../account/refusal.ts";

/** @throws Refusal when no invoice is open. */
export function oldestOpen(account: Account, action: string): Invoice {
  let oldest: Invoice | undefined;
  for (const invoice of account.invoices) {
    if (invoice.status === "open" && (oldest === undefined || invoice.number < oldest.number)) oldest = invoice;
  }
  if (oldest !== undefined) return oldest;
  throw new Refusal(
    `customer "${account.id}" has no open invoice`,
    `\`${action}\` without a name is about the oldest open invoice.`,
    "Leave the entry out, move it to when one is open, or name the invoice.",
  );
}

/** @throws Refusal when the customer has no invoice of that name. */
export function namedInvoice(account: Account, name: string): Invoice {
  const invoice = account.invoices.find((candidate) => invoiceName(account.id, candidate.number) === name);
  if (invoice !== undefined) return invoice;
  throw new Refusal(
    `customer "${account.id}" has no invoice "${name}"`,
    account.invoiceNumber === 0
      ? "It has no invoice yet."
      : `So far it has ${invoiceName(account.id, 1)} to ${invoiceName(account.id, account.invoiceNumber)}.`,
    "Name one of them.",
  );
}

/** @throws Refusal unless the invoice is open or written off. */
export function refuseUnlessOwed(account: Account, invoice: Invoice, doing: string): void {
  if (invoice.status === "open" || invoice.status === "uncollectible") return;
  const name = invoiceName(account.id, invoice.number);
  throw new Refusal(`invoice "${name}" is ${invoice.status}`, `Only an open or uncollectible invoice can be ${doing}.`, "Leave the entry out, or move it.");
}
