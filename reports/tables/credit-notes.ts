import type { Account } from "../../engine/account/account.ts";
import { type CreditNote, type CreditNoteLine, creditNoteName } from "../../engine/account/credit-note.ts";
import type { Invoice } from "../../engine/account/invoice.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { rowReport } from "../row-report.ts";
import { instant, integer, money, type Table, text, word } from "../table.ts";

export interface CreditNoteRow {
  readonly account: Account;
  readonly invoice: Invoice;
  readonly note: CreditNote;
  readonly line: CreditNoteLine;
}

export const creditNotesTable: Table<CreditNoteRow> = {
  name: "credit_notes",
  about: "One row per line that a credit note reduces. `amount` = `open` + `to_balance` + `refunded` + `out_of_band`.",
  currency: ({ account }) => account.currency,
  columns: [
    text("credit_note", "Its name: `<invoice>-cn-1` (D11).", ({ account, invoice, note }) => creditNoteName(account.id, invoice.number, note.number)),
    text("invoice", "The invoice it reduces.", ({ account, invoice }) => invoiceName(account.id, invoice.number)),
    integer("line", "The line of the invoice, from 1.", ({ line }) => line.line),
    instant("at", "When it was issued.", ({ note }) => note.at),
    text("reason", "The user's own words.", ({ note }) => note.reason || undefined),
    money("amount", "How much of the line, with tax.", ({ line }) => line.amount),
    money("tax", "Of it, all taxes, inclusive ones too.", ({ line }) => line.taxInclusive + line.taxExclusive),
    money("open", "Taken off what remained of the invoice.", ({ line }) => line.open),
    money("to_balance", "Put on the customer balance.", ({ line }) => line.toBalance),
    money("refunded", "Given back to the card.", ({ line }) => line.refunded),
    money("out_of_band", "Given back outside.", ({ line }) => line.outOfBand),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
  ],
};

export const creditNotes = rowReport(creditNotesTable, (write) => ({
  creditNote(_at, account, invoice, note) {
    for (const line of note.lines) write({ account, invoice, note, line });
  },
}));
