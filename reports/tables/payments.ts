import type { Account } from "../../engine/account/account.ts";
import type { Payment } from "../../engine/account/facts.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { chargeName } from "../../engine/account/one-off-charge.ts";
import type { Instant } from "../../engine/calendar/instant.ts";
import { rowReport } from "../row-report.ts";
import { instant, integer, money, type Table, text, word } from "../table.ts";

export interface PaymentRow {
  readonly account: Account;
  readonly at: Instant;
  readonly payment: Payment;
  /** Counted per customer, from 1; one-off charges have numbers of their own. */
  readonly number: number;
}

export const paymentsTable: Table<PaymentRow> = {
  name: "payments",
  about: "One row per attempt to take money that reached the card, and per payment out of band, refund and dispute.",
  currency: ({ account }) => account.currency,
  columns: [
    text("payment", "Its name: `<customer>-ch-1` of a one-off charge, else `<customer>-p-1` (D11).", ({ account, payment, number }) =>
      payment.kind === "charge" ? chargeOf(account, payment) : `${account.id}-p-${number}`,
    ),
    text("invoice", "The invoice it is for; empty for a one-off charge and what is given back of one.", ({ account, payment: { invoice } }) =>
      invoice === undefined ? undefined : invoiceName(account.id, invoice.number),
    ),
    text("customer", "The customer's id.", ({ account }) => account.id),
    instant("at", "When it was tried.", ({ at }) => at),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    money("amount", "How much was asked, given back, or taken back by a dispute; negative where a won dispute gives back.", ({ payment }) => payment.amount),
    integer("attempt", "The invoice's attempt, from 1; empty where no card was asked.", ({ payment }) => payment.attempt || undefined),
    word("outcome", "`succeeded` or `failed`.", ({ payment }) => (payment.decline === undefined ? "succeeded" : "failed")),
    word("decline_code", "Why the card said no.", ({ payment }) => payment.decline?.code),
    text("card", "The card that was charged; empty where none was.", ({ payment }) => payment.card?.id),
    word("kind", "`payment`, `charge`, `out_of_band`, `refund` or `dispute`.", ({ payment }) => payment.kind),
    money("fee", "What the provider keeps: of a successful charge (`billing.fees`), and of a dispute.", ({ payment }) => payment.fee),
    text("charge", "The one-off charge it is, gives back, or disputes.", ({ account, payment }) => chargeOf(account, payment)),
  ],
};

function chargeOf(account: Account, { charge }: Payment): string | undefined {
  return charge === undefined ? undefined : chargeName(account.id, charge.number);
}

export const payments = rowReport(paymentsTable, (write) => {
  let number = 0;
  return {
    begin() {
      number = 0;
    },
    payment(at, account, payment) {
      if (payment.kind !== "charge") number++;
      write({ account, at, payment, number });
    },
  };
});
