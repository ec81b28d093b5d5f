import type { Account } from "../../engine/account/account.ts";
import type { Payment } from "../../engine/account/facts.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { rowReport } from "../row-report.ts";
import { instant, integer, money, type Table, text, word } from "../table.ts";

export interface PaymentRow {
  readonly account: Account;
  readonly at: Instant;
  readonly payment: Payment;
  /** Counted per customer, from 1. */
  readonly number: number;
}

export const paymentsTable: Table<PaymentRow> = {
  name: "payments",
  about: "One row per attempt to take money that reached the card.",
  currency: ({ account }) => account.currency,
  columns: [
    text("payment", "Its name: `<customer>-p-1` (D11).", ({ account, number }) => `${account.id}-p-${number}`),
    text("invoice", "The invoice it is for.", ({ account, payment }) => invoiceName(account.id, payment.invoice.number)),
    text("customer", "The customer's id.", ({ account }) => account.id),
    instant("at", "When it was tried.", ({ at }) => at),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    money("amount", "How much was asked.", ({ payment }) => payment.amount),
    integer("attempt", "The invoice's attempt, from 1.", ({ payment }) => payment.attempt),
    word("outcome", "`succeeded` or `failed`.", ({ payment }) => (payment.decline === undefined ? "succeeded" : "failed")),
    word("decline_code", "Why the card said no.", ({ payment }) => payment.decline?.code),
    text("card", "The card that was charged.", ({ payment }) => payment.card.id),
    word("kind", "`payment`.", ({ payment }) => payment.kind),
    money("fee", "What the processor keeps.", () => 0),
  ],
};

export const payments = rowReport(paymentsTable, (write) => {
  let number = 0;
  return {
    begin() {
      number = 0;
    },
    payment(at, account, payment) {
      number++;
      write({ account, at, payment, number });
    },
  };
});
