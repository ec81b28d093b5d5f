import type { Account } from "../../engine/account/account.ts";
import { creditNoteName } from "../../engine/account/credit-note.ts";
import type { BalanceCause } from "../../engine/account/facts.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { rowReport } from "../row-report.ts";
import { instant, money, type Table, text, word } from "../table.ts";

export interface BalanceTransactionRow {
  readonly account: Account;
  readonly at: Instant;
  readonly amount: Minor;
  readonly cause: BalanceCause;
  readonly invoice: Invoice | undefined;
}

export const balanceTransactionsTable: Table<BalanceTransactionRow> = {
  name: "balance_transactions",
  about: "One row per movement of a customer balance; amounts are signed as the balance: negative is credit (D5).",
  currency: ({ account }) => account.currency,
  columns: [
    text("customer", "The customer's id.", ({ account }) => account.id),
    instant("at", "When it moved.", ({ at }) => at),
    word(
      "type",
      "Stripe's type: `initial`, `adjustment`, `applied_to_invoice`, `unapplied_from_invoice`, `invoice_too_small`, `credit_note`.",
      ({ cause }) => cause,
    ),
    money("amount", "What was added.", ({ amount }) => amount),
    money("ending_balance", "The balance afterwards.", ({ account }) => account.balance),
    text("invoice", "The invoice it belongs to.", ({ account, invoice }) => (invoice === undefined ? undefined : invoiceName(account.id, invoice.number))),
    text("credit_note", "The credit note it belongs to.", ({ account, invoice, cause }) =>
      invoice === undefined || cause !== "credit_note" ? undefined : latestNote(account, invoice),
    ),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
  ],
};

/** A credit note that moves the balance is the latest of its invoice. */
function latestNote(account: Account, { number, adjustments }: Invoice): string | undefined {
  const note = adjustments?.creditNotes.at(-1);
  return note && creditNoteName(account.id, number, note.number);
}

export const balanceTransactions = rowReport(balanceTransactionsTable, (write) => ({
  balance(at, account, amount, cause, invoice) {
    write({ account, at, amount, cause, invoice });
  },
}));
