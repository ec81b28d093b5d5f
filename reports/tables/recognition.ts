import type { Account } from "../../engine/account/account.ts";
import { invoiceName } from "../../engine/account/invoice-name.ts";
import { chargeName } from "../../engine/account/one-off-charge.ts";
import type { Minor } from "../../engine/money/exact.ts";
import { type LineRecognition, RecognitionRows, type TaxesReversed } from "../recognition/recognition-rows.ts";
import { rowReport } from "../row-report.ts";
import { integer, listOf, money, type Table, text, word } from "../table.ts";

export interface RecognitionRow {
  readonly account: Account;
  readonly of: LineRecognition;
  readonly interval: string;
  /** By the order of `POSTED`. */
  readonly amounts: Float64Array;
  /** Undefined where no tax was taken back. */
  readonly taxes: TaxesReversed | undefined;
}

const amount = (row: RecognitionRow, i: number): Minor => row.amounts[i] as number;

export const recognitionTable: Table<RecognitionRow> = {
  name: "recognition",
  about: "One row per line and interval in which its revenue moved (D42). Its columns add up to those of revenue.csv.",
  currency: ({ account }) => account.currency,
  columns: [
    text("invoice", "The invoice's name, or the one-off charge's; empty while it is pending, and of credits to the balance.", ({ account, of }) =>
      of.invoice > 0 ? invoiceName(account.id, of.invoice) : of.charge > 0 ? chargeName(account.id, of.charge) : undefined,
    ),
    integer("line", "Its place on the invoice, from 1; empty while it is pending, and where no line is left to reduce.", ({ of }) => of.number || undefined),
    word("interval", "The interval.", (row) => row.interval),
    money(
      "amount",
      "Revenue recognised: deferred_released + unbilled_added, and what its bill recognised at once.",
      (row) => amount(row, 1) + amount(row, 3) + amount(row, 6),
    ),
    word("currency", "Three letters, lower case.", ({ account }) => account.currency.code),
    text("customer", "The customer's id.", ({ account }) => account.id),
    text("plan", "The plan it bills; empty for an amount.", ({ of }) => of.plan),
    money("deferred_added", "Deferred when it was billed.", (row) => amount(row, 0)),
    money("deferred_released", "Of it, earned in the interval.", (row) => amount(row, 1)),
    money("deferred_reversed", "Of it, what will not be earned.", (row) => amount(row, 2)),
    money("unbilled_added", "Earned before its bill.", (row) => amount(row, 3)),
    money("unbilled_billed", "Of it, billed.", (row) => amount(row, 4)),
    money("unbilled_reversed", "Of it, what will never be billed.", (row) => amount(row, 5)),
    money("contra", "Revenue taken back.", (row) => amount(row, 7)),
    money("bad_debt", "Revenue lost when it was written off.", (row) => amount(row, 8)),
    money("tax_reversed", "Tax taken back.", (row) => amount(row, 9)),
    money("deferred_opening", "Of a period paid before the clock: what was not yet earned when it starts. Such a line has no invoice.", (row) =>
      amount(row, 10),
    ),
    word("kind", "Whose revenue it is, by the accounts of the books: `subscriptions`, `usage` or `one-off`.", ({ of }) => of.kind),
    listOf(text("tax_rate", "Where tax is taken back: the rates of the line.", ({ taxes }) => taxes?.rates)),
    listOf(money("tax_rate_reversed", "What is taken back of each of them (R24).", ({ taxes }) => taxes?.reversed)),
  ],
};

export const recognition = rowReport(recognitionTable, (write, context) => {
  const rows = new RecognitionRows(context);
  return {
    begin: () => rows.begin(),
    posting: (at, _account, posting) => rows.add(at, posting),
    end(account) {
      for (const of of rows.lines()) {
        for (const [interval, amounts] of of.intervals()) write({ account, of, interval: rows.label(interval), amounts, taxes: of.taxesIn(interval) });
      }
    },
  };
});
